package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import io.cdcpipeline.operator.image.Certificate;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerHttpTest {
  private final List<String> suites = new CopyOnWriteArrayList<>();

  @Test
  void aServerThatLetsTheClientChooseUsesChaCha20(@TempDir Path folder) throws Exception {
    assertThat(suiteWith(new Certificate(folder), "TLSv1.3", "TLSv1.2"))
        .isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void anOlderServerDoesToo(@TempDir Path folder) throws Exception {
    assertThat(suiteWith(new Certificate(folder), "TLSv1.2")).contains("_CHACHA20_POLY1305_");
  }

  /** What a call to a server with these protocols is encrypted with. */
  private String suiteWith(Certificate certificate, String... protocols) throws Exception {
    var server = certificate.server();
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificate.tls()) {
          @Override
          public void configure(HttpsParameters parameters) {
            var tls = getSSLContext().getDefaultSSLParameters();
            tls.setUseCipherSuitesOrder(false); // as Go's crypto/tls does
            tls.setProtocols(protocols);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          suites.add(((HttpsExchange) exchange).getSSLSession().getCipherSuite());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    var config =
        new ConfigBuilder()
            .withMasterUrl("https://127.0.0.1:" + server.getAddress().getPort())
            .withCaCertFile(certificate.pem().toString())
            .build();
    try (var client = KubernetesClients.with(config)) {
      assertThat(client.pods().inNamespace("shop").withName("a").get()).isNull();
    } finally {
      server.stop(0);
    }
    return suites.get(0);
  }
}
