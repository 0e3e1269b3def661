import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A port of a stand-in whose clients connect for each call: every connection has a thread. */
final class TcpListener {
  private static final int BACKLOG = 1000;

  private final String name;
  private final ServerSocket socket;
  private final Runnable onConnect;
  private final Consumer<Socket> conversation;

  /**
   * Listens until this process ends.
   *
   * @param name of its threads
   * @param onConnect called for each connection
   */
  TcpListener(
      String name, String address, int port, Runnable onConnect, Consumer<Socket> conversation)
      throws IOException {
    this.name = name;
    this.onConnect = onConnect;
    this.conversation = conversation;
    socket = new ServerSocket(port, BACKLOG, InetAddress.getByName(address));
    daemon(this::accept);
  }

  private void daemon(Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        var connection = socket.accept();
        onConnect.run();
        daemon(() -> conversation.accept(connection));
      }
    } catch (IOException e) {
      e.printStackTrace(); // the measurement then finds no ready pipelines
    }
  }
}
