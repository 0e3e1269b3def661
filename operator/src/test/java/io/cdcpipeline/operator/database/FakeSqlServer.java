package io.cdcpipeline.operator.database;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Whoever answers at a database's address: greets as a MySQL server does, asks for a login by the
 * plugin of its choice, keeps what the client sends and then rejects the user.
 */
final class FakeSqlServer implements AutoCloseable {
  private static final int CLIENT_SSL = 0x0800;
  private static final int CAPABILITIES = 0x0008_8201 | 0x0000_0008; // 4.1, secure, plugin auth
  private static final byte[] NONCE = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final SSLContext tls;
  private final String plugin;

  /**
   * Listens on the loopback address.
   *
   * @param tls null for a server without TLS
   * @param plugin the authentication plugin that the server switches to
   */
  FakeSqlServer(SSLContext tls, String plugin) throws IOException {
    this.tls = tls;
    this.plugin = plugin;
    var thread = new Thread(this::serve, "fake-sql");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Everything clients sent, as text of one byte a character. */
  String received() {
    var all = new StringBuilder();
    received.forEach(packet -> all.append(new String(packet, StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (var socket = listener.accept()) {
        socket.setSoTimeout(5_000);
        converse(socket);
      } catch (IOException e) {
        // The client has gone away, or the test is over.
      }
    }
  }

  private void converse(Socket plain) throws IOException {
    write(plain, 0, greeting());
    var socket = plain;
    var hello = read(plain);
    int number = 2;
    if (tls != null && (hello[1] & CLIENT_SSL >> 8) != 0) {
      var secured =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, "client", plain.getPort(), true);
      secured.setUseClientMode(false);
      secured.startHandshake();
      socket = secured;
      hello = read(secured);
      number++;
    }
    received.add(hello);
    write(socket, number, authSwitch());
    received.add(read(socket));
    if (plugin.startsWith("caching")) {
      write(socket, number + 2, new byte[] {1, 4}); // asks for the password itself
      received.add(read(socket));
      number += 2;
    }
    write(socket, number + 2, refusal());
  }

  private byte[] greeting() {
    var out = new ByteArrayOutputStream();
    int capabilities = CAPABILITIES | (tls == null ? 0 : CLIENT_SSL);
    out.write(10);
    text(out, "8.0.11-TiDB-v8.5.7");
    out.writeBytes(new byte[] {1, 0, 0, 0});
    out.write(NONCE, 0, 8);
    out.writeBytes(new byte[] {0, (byte) capabilities, (byte) (capabilities >> 8), 45, 2, 0});
    out.writeBytes(new byte[] {(byte) (capabilities >> 16), 0, 21});
    out.writeBytes(new byte[10]);
    out.write(NONCE, 8, 12);
    out.write(0);
    text(out, "mysql_native_password");
    return out.toByteArray();
  }

  private byte[] authSwitch() {
    var out = new ByteArrayOutputStream();
    out.write(0xfe);
    text(out, plugin);
    out.writeBytes(NONCE);
    out.write(0);
    return out.toByteArray();
  }

  private static byte[] refusal() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xff, 0x15, 0x04}); // 1045
    out.writeBytes("#28000Access denied".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  private static void write(Socket socket, int number, byte[] payload) throws IOException {
    OutputStream out = socket.getOutputStream();
    var packet = new ByteArrayOutputStream();
    packet.writeBytes(
        new byte[] {(byte) payload.length, (byte) (payload.length >> 8), 0, (byte) number});
    packet.writeBytes(payload);
    out.write(packet.toByteArray());
    out.flush();
  }

  private static byte[] read(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    var payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
