package io.cdcpipeline.operator.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * HTTP requests that go to the address that was checked, under the name that the spec gives. The
 * JDK's client would look the name up once more, and a hostile DNS would answer differently.
 */
public final class PinnedRequests {
  /** Lets a request set its Host header; read by the JDK when its client is first used. */
  public static final String ALLOW_HOST_HEADER = "jdk.httpclient.allowRestrictedHeaders";

  /** How long an idle connection is kept, in seconds; read likewise. */
  private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

  /**
   * Longer than the longest pause between two requests to a server: a TLS handshake costs more than
   * most answers, and the JDK's own limit, 30 s since JDK 20, is just shorter.
   */
  private static final String KEPT_SECONDS = "100";

  /** The size of a connection's buffers; read likewise. */
  private static final String BUFFER_SIZE = "jdk.httpclient.bufsize";

  /**
   * A quarter of the JDK's: what is asked has short answers, and each connection that is kept holds
   * several buffers, a tenth of a megabyte for a pipeline.
   */
  private static final String BUFFER_BYTES = "4096";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private PinnedRequests() {}

  /** Must be called before the first use of any {@link HttpClient} in this process. */
  public static void enable() {
    System.setProperty(ALLOW_HOST_HEADER, "host");
    setDefault(KEEP_ALIVE, KEPT_SECONDS);
    setDefault(BUFFER_SIZE, BUFFER_BYTES);
  }

  private static void setDefault(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }

  /**
   * A client for one server.
   *
   * @param url names the server, which its certificate must be for
   * @param trust empty for the system's certificate authorities
   */
  public static HttpClient client(String url, Optional<SSLContext> trust) {
    var builder = builder();
    if (url.startsWith("https:")) {
      builder.sslContext(named(trust.orElseGet(PinnedRequests::system), URI.create(url).getHost()));
    }
    return builder.build();
  }

  /**
   * A client for a server under a name that this operator gave it, and for others like it.
   *
   * @param url of HTTPS, with a port
   * @param pem the certificates of the server's authorities
   * @throws io.cdcpipeline.operator.status.StageException when the text holds no certificate
   */
  public static HttpClient shared(String url, String pem) {
    return SharedTls.client(URI.create(url), pem);
  }

  /**
   * The same for a server that asks for a certificate of the client.
   *
   * @throws io.cdcpipeline.operator.status.StageException when it is not a certificate and its key
   */
  public static HttpClient shared(String url, MutualTls tls) {
    return SharedTls.client(URI.create(url), tls);
  }

  static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  private static SSLContext named(SSLContext trust, String host) {
    return isLiteral(host) ? trust : NamedTls.of(trust, host);
  }

  private static SSLContext system() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * A request to the first address of the URI's host.
   *
   * @throws UnknownHostException when DNS does not know the name
   * @throws io.cdcpipeline.operator.status.StageException when the guard refuses an address
   */
  public static HttpRequest.Builder to(URI uri, ConnectionGuard guard) throws UnknownHostException {
    if (guard == ConnectionGuard.OPEN) {
      return HttpRequest.newBuilder(uri);
    }
    var host = uri.getHost();
    var address = guard.resolve(host)[0];
    if (isLiteral(host)) {
      return HttpRequest.newBuilder(uri);
    }
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var pinned =
        URI.create(
            uri.getScheme() + "://" + literal(address) + port + uri.getRawPath() + query(uri));
    return HttpRequest.newBuilder(pinned).header("Host", host + port);
  }

  private static String query(URI uri) {
    return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private static String literal(InetAddress address) {
    var text = address.getHostAddress();
    return text.contains(":") ? "[" + text.replaceAll("%.*", "") + "]" : text;
  }
}
