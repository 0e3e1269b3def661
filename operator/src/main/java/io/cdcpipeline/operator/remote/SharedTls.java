package io.cdcpipeline.operator.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  private record Known(String pem, SSLContext trust) {}

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
  static synchronized HttpClient client(URI server, String pem) {
    var key = key(server.getHost(), server.getPort());
    var known = newest.tls.servers.get(key);
    if (known == null || !known.pem().equals(pem)) {
      var trust = PemTrust.trusting(pem);
      if (known != null || newest.tls.servers.size() >= MAX_SERVERS) {
        newest = new Shared();
      }
      newest.tls.servers.put(key, new Known(pem, trust));
    }
    return newest.client;
  }

  private static String key(String host, int port) {
    return host + ":" + port;
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return Optional.ofNullable(servers.get(key(host, port)))
        .orElseThrow(() -> new IllegalStateException("no authorities are known for " + host))
        .trust()
        .createSSLEngine(host, port);
  }
}
