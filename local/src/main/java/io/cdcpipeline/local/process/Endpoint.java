package io.cdcpipeline.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** An address on this machine that a server listens on. */
public record Endpoint(String host, int port) {
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  /**
   * Below the ports that systems use for outgoing connections (Linux from 32768, macOS and Windows
   * from 49152): such a connection could take the port before its server is up.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 29_999;
  private static final int TRIES = 1_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /** A loopback port that nothing listens on and that was not handed out before. */
  public static Endpoint free() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return ThreadLocalRandom.current()
        .ints(TRIES, LOWEST, HIGHEST + 1)
        .filter(GIVEN::add)
        .mapToObj(port -> new Endpoint(host, port))
        .filter(endpoint -> endpoint.taken().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new ServerException(
                    "No free TCP port from %d to %d on %s.".formatted(LOWEST, HIGHEST, host)));
  }

  /**
   * Checks by binding the port briefly: otherwise another listener could answer in the server's
   * place.
   */
  public Endpoint requireFree(String server) {
    taken()
        .ifPresent(
            e -> {
              throw new ServerException(
                  "Port %d on %s, needed for %s, is taken (%s). Stop what listens there and start again."
                      .formatted(port, host, server, e.getMessage()),
                  e);
            });
    return this;
  }

  private Optional<IOException> taken() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
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
