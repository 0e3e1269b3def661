package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsServer;
import io.cdcpipeline.operator.image.Certificate;
import io.cdcpipeline.operator.status.StageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, whose certificates are of different authorities. */
class SharedTlsTest {
  @TempDir Path first;
  @TempDir Path second;

  private Server one;
  private Server two;

  private record Server(HttpsServer http, String ca) {
    String url() {
      return "https://127.0.0.1:" + http.getAddress().getPort();
    }
  }

  @BeforeEach
  void start() throws Exception {
    one = server(first);
    two = server(second);
  }

  @AfterEach
  void stop() {
    one.http().stop(0);
    two.http().stop(0);
  }

  private static Server server(Path folder) throws Exception {
    var certificate = new Certificate(folder);
    var http = certificate.server();
    http.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    http.start();
    return new Server(http, Files.readString(certificate.pem()));
  }

  @Test
  void oneClientTrustsEachServerByItsOwnAuthorities() throws Exception {
    var client = PinnedRequests.shared(one.url(), one.ca());

    assertThat(PinnedRequests.shared(two.url(), two.ca())).isSameAs(client);
    assertThat(status(client, one)).isEqualTo(204);
    assertThat(status(client, two)).isEqualTo(204);
  }

  @Test
  void theAuthoritiesOfAnotherServerAreNotTrusted() throws Exception {
    PinnedRequests.shared(one.url(), one.ca());
    var client = PinnedRequests.shared(two.url(), one.ca());

    assertThat(status(client, one)).isEqualTo(204);
    assertThatThrownBy(() -> status(client, two)).isInstanceOf(SSLHandshakeException.class);
  }

  /** Although there is a connection to the server already. */
  @Test
  void authoritiesThatChangeAreAskedAtOnce() throws Exception {
    var before = PinnedRequests.shared(one.url(), one.ca());
    assertThat(status(before, one)).isEqualTo(204);

    var after = PinnedRequests.shared(one.url(), two.ca());

    assertThat(after).isNotSameAs(before);
    assertThatThrownBy(() -> status(after, one)).isInstanceOf(SSLHandshakeException.class);
    assertThat(status(before, one)).isEqualTo(204);
  }

  @Test
  void whatIsNoCertificateIsRefusedAndChangesNothing() throws Exception {
    var client = PinnedRequests.shared(one.url(), one.ca());

    assertThatThrownBy(() -> PinnedRequests.shared(one.url(), "none"))
        .isInstanceOf(StageException.class);
    assertThat(PinnedRequests.shared(one.url(), one.ca())).isSameAs(client);
  }

  /** It is asked for only by name: without authorities of its own there is no connection at all. */
  @Test
  void aServerThatIsNotKnownIsNotConnectedTo() {
    var client = PinnedRequests.shared(one.url(), one.ca());

    assertThatThrownBy(() -> status(client, two)).hasStackTraceContaining("no authorities");
  }

  private static int status(HttpClient client, Server server) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url())).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}
