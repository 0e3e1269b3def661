package io.cdcpipeline.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An address on this machine that a server listens on. */
public record Endpoint(String host, int port) {
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  /** The system gives a port again once it is let go, which may be before its server is up. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /** A port on the loopback address that nothing listens on now and that nobody was given yet. */
  public static Endpoint free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      String host = InetAddress.getLoopbackAddress().getHostAddress();
      return GIVEN.add(port) ? new Endpoint(host, port) : free();
    } catch (IOException e) {
      throw new ServerException("No free TCP port on the loopback address: " + e.getMessage(), e);
    }
  }

  /** Binds and lets go again: a foreign listener would otherwise answer in the server's place. */
  public Endpoint requireFree(String server) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return this;
    } catch (IOException e) {
      throw new ServerException(
          "Port %d on %s, needed for %s, is taken (%s). Stop what listens there and start again."
              .formatted(port, host, server, e.getMessage()),
          e);
    }
  }

  /** Whether something accepts connections here. */
  public boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
