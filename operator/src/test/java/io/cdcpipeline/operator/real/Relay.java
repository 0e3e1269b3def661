package io.cdcpipeline.operator.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A relay between a client and the API server that can cut their connections. */
public final class Relay implements AutoCloseable {
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean away;

  public Relay(URI target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("relay", this::accept);
  }

  /** The address to connect to instead of the target. */
  public String url() {
    return target.getScheme() + "://127.0.0.1:" + listener.getLocalPort();
  }

  /** Cuts all connections; new ones are made as before. */
  public void cut() {
    open.forEach(Relay::close);
  }

  /** Cuts all connections, and new ones at once, until {@link #back}. */
  public void away() {
    away = true;
    cut();
  }

  public void back() {
    away = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var from = listener.accept();
        if (away) {
          close(from);
          continue;
        }
        var to = new Socket(target.getHost(), target.getPort());
        open.add(from);
        open.add(to);
        start("relay-out", () -> pass(from, to));
        start("relay-in", () -> pass(to, from));
      } catch (IOException e) {
        cut(); // the end of the relay or of its target
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // cut
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
