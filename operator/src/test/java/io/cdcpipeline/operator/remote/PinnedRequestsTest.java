package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.image.Certificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address that was checked is the one that is used, under the name in the spec. */
class PinnedRequestsTest {
  private static final ConnectionGuard ANY = (host, address) -> {};
  @TempDir private Path folder;

  @Test
  void aRequestGoesToTheCheckedAddressUnderItsName() throws Exception {
    var host = new AtomicReference<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          host.set(exchange.getRequestHeaders().getFirst("Host"));
          exchange.sendResponseHeaders(204, -1);
        });
    server.start();
    try {
      var uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/a?b=c");
      var request = PinnedRequests.to(uri, ANY).build();

      assertThat(request.uri().getHost()).isEqualTo("127.0.0.1");
      assertThat(request.uri().getRawQuery()).isEqualTo("b=c");
      PinnedRequests.client(uri.toString(), Optional.empty())
          .send(request, HttpResponse.BodyHandlers.discarding());
      assertThat(host.get()).isEqualTo("localhost:" + uri.getPort());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateMustBeForTheNameAndNotOnlyForTheAddress() throws Exception {
    var named = new Certificate(Files.createDirectory(folder.resolve("a")), "dns:localhost");
    var other = new Certificate(Files.createDirectory(folder.resolve("b")), "dns:example.org");
    var address =
        new Certificate(Files.createDirectory(folder.resolve("c")), "dns:example.org,ip:127.0.0.1");

    assertThat(status(named)).isEqualTo(204);
    assertThatThrownBy(() -> status(other)).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> status(address)).isInstanceOf(SSLException.class);
  }

  private static int status(Certificate certificate) throws Exception {
    var server = certificate.server();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
    try {
      var uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      var trust = PemTrust.trusting(Files.readString(certificate.pem()));
      return PinnedRequests.client(uri.toString(), Optional.of(trust))
          .send(PinnedRequests.to(uri, ANY).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } finally {
      server.stop(0);
    }
  }
}
