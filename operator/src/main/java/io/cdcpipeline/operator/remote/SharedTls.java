package io.cdcpipeline.operator.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS to many servers, each with authorities of its own, by one HTTP client: a client has a thread,
 * and a thousand of them take 120 MiB. Only for servers under names that this operator gives them:
 * the client shares connections by address, which whoever writes a spec could choose.
 */
final class SharedTls extends PerServerTls {
  /** Servers of pipelines that are gone are forgotten with the client that knew them. */
  private static final int MAX_SERVERS = 2000;

  private static Shared newest = new Shared();

  private final Map<String, Known> servers = new ConcurrentHashMap<>();

  /**
   * A server.
   *
   * @param files what the context was made of
   * @param name that its certificate may have besides that of its URL
   */
  private record Known(Object files, SSLContext trust, String name) {
    /** Neither certificates nor keys. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** A client and what it trusts. */
  private static final class Shared {
    private final SharedTls tls = new SharedTls();
    private final HttpClient client = PinnedRequests.builder().sslContext(tls.context()).build();
  }

  private SharedTls() {
    super(system());
  }

  private static SSLContext system() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * The client for a server. Authorities that have changed get a new client, because the one before
   * may keep a connection to a server that is no longer trusted.
   *
   * @param pem the certificates of the server's authorities
   * @throws io.cdcpipeline.operator.status.StageException when the text holds no certificate
   */
  static HttpClient client(URI server, String pem) {
    return client(server, pem, () -> PemTrust.trusting(pem), server.getHost());
  }

  /**
   * The same for a server that asks for a certificate: another one gets a new client too.
   *
   * @throws io.cdcpipeline.operator.status.StageException when it is not a certificate and its key
   */
  static HttpClient client(URI server, MutualTls tls) {
    return client(server, tls, tls::context, tls.server());
  }

  private static synchronized HttpClient client(
      URI server, Object files, Supplier<SSLContext> trust, String name) {
    var key = key(server.getHost(), server.getPort());
    var known = newest.tls.servers.get(key);
    if (known == null || !known.files().equals(files)) {
      var now = new Known(files, trust.get(), name);
      if (known != null || newest.tls.servers.size() >= MAX_SERVERS) {
        newest = new Shared();
      }
      newest.tls.servers.put(key, now);
    }
    return newest.client;
  }

  private static String key(String host, int port) {
    return host + ":" + port;
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    var server =
        Optional.ofNullable(servers.get(key(host, port)))
            .orElseThrow(() -> new IllegalStateException("no authorities are known for " + host));
    return server.trust().createSSLEngine(server.name(), port);
  }
}
