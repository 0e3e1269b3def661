import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * HTTP/1.1 on one port of many loopback addresses. Connections stay open until the client closes
 * them, as those of TiCDC, Elasticsearch and Filebeat do.
 */
final class LoopbackHttp {
  private static final int STACK_BYTES = 256 * 1024;
  private static final int BACKLOG = 50;

  private final Selector selector = Selector.open();
  private final Queue<ServerSocketChannel> listeners = new ConcurrentLinkedQueue<>();
  private final int port;
  private final Optional<SSLContext> tls;
  private final Answers answers;
  private final Runnable onConnect;

  record Reply(int status, String body) {}

  /** What the server does. */
  @FunctionalInterface
  interface Answers {
    Reply to(String method, String path, String body) throws IOException;
  }

  /**
   * A server without an address so far.
   *
   * @param tls empty for plain HTTP
   * @param onConnect called for each connection
   */
  LoopbackHttp(int port, Optional<SSLContext> tls, Runnable onConnect, Answers answers)
      throws IOException {
    this.port = port;
    this.tls = tls;
    this.answers = answers;
    this.onConnect = onConnect;
    daemon("accept-" + port, this::accept);
  }

  /** Listens on one more address. */
  void listen(String address) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(address, port), BACKLOG);
    listener.configureBlocking(false);
    listeners.add(listener);
    selector.wakeup();
  }

  private void accept() {
    try {
      while (true) {
        selector.select();
        for (var next = listeners.poll(); next != null; next = listeners.poll()) {
          next.register(selector, SelectionKey.OP_ACCEPT);
        }
        for (var key : selector.selectedKeys()) {
          var connection = ((ServerSocketChannel) key.channel()).accept();
          if (connection != null) {
            connection.configureBlocking(true);
            onConnect.run();
            daemon("http-" + port, () -> serve(connection.socket()));
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      e.printStackTrace(); // the measurement then finds no ready pipelines
    }
  }

  private static void daemon(String name, Runnable work) {
    var thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket plain) {
    try (plain;
        var socket = tls.isPresent() ? secured(plain, tls.get()) : plain) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      var out = socket.getOutputStream();
      for (var first = line(in); !first.isEmpty(); first = line(in)) {
        answer(first.split(" "), in, out);
      }
    } catch (IOException e) {
      // The client has gone away.
    }
  }

  private static SSLSocket secured(Socket plain, SSLContext tls) throws IOException {
    var secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    secured.setUseClientMode(false);
    return secured;
  }

  private void answer(String[] request, InputStream in, OutputStream out) throws IOException {
    int length = 0;
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    var reply = answers.to(request[0], request[1], body);
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    var head =
        "HTTP/1.1 %d Answer\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(reply.status(), bytes.length)
            .getBytes(StandardCharsets.US_ASCII);
    var all = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    out.write(all);
    out.flush();
  }

  /** Empty at the end of the headers, and of the connection. */
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
