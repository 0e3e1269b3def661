package io.cdcpipeline.local.cluster;

import io.cdcpipeline.local.process.Endpoint;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback addresses, one per pod, so that every server has the same port as in a cluster. Linux
 * answers on all of 127.0.0.0/8; elsewhere all pods share 127.0.0.1, where their ports do not
 * collide.
 */
public final class Addresses {
  private final String network;
  private final AtomicInteger last = new AtomicInteger();

  private Addresses(String network) {
    this.network = network;
  }

  /** Always the same network for a directory; two directories rarely share one. */
  public static Addresses of(Path directory) {
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    int hash = directory.toAbsolutePath().toString().hashCode();
    int second = 16 + Math.floorMod(hash, 224);
    int third = Math.floorMod(hash >> 8, 256);
    return new Addresses(linux ? "127." + second + "." + third + "." : "");
  }

  public String next() {
    return network.isEmpty() ? "127.0.0.1" : network + last.incrementAndGet();
  }

  /** A new address with a well-known port, which must be free. */
  public Endpoint next(int port, String server) {
    return new Endpoint(next(), port).requireFree(server);
  }
}
