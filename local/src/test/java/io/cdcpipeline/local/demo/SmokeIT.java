package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.local.shipper.ShipperProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The smoke test finds every hop of a sound pipeline, and names the one that is broken. */
@ExtendWith(FaultPlatform.Shared.class)
class SmokeIT {
  private static final Map<String, String> IMPATIENT = Map.of("SMOKE_TIMEOUT", "6");

  private final Demo demo;
  private Session session;

  SmokeIT(FaultPlatform platform) {
    this.demo = platform.demo();
  }

  @BeforeEach
  void connect() {
    demo.awaitReady();
    session = new Session(demo);
  }

  @Test
  void aSoundPipelinePassesTwiceAndKeepsNothing() throws Exception {
    for (int run = 0; run < 2; run++) {
      SmokeProcess smoke = SmokeProcess.run(demo, session, Map.of());
      assertThat(smoke.status()).as(smoke.table()).isZero();
      for (String hop : new String[] {"SQL commit", "topic", "counters of", "documents"}) {
        assertThat(smoke.row(hop)).contains("10 ins, 5 upd, 2 del").endsWith("ok");
      }
      assertThat(smoke.row("TiCDC")).endsWith("ok");
      assertThat(smoke.row("panel Raw change events")).contains("results").endsWith("ok");
      assertThat(smoke.row("counters in Prometheus")).contains("PROMETHEUS_URL is not set");
      assertThat(smoke.row("panel Ready")).contains("skipped: nobody to ask for prometheus");
    }
    assertThat(tables()).isZero();
  }

  @Test
  void namesADatabaseThatIsNotThere() {
    SmokeProcess smoke = SmokeProcess.run(demo, session, Map.of("SMOKE_DATABASE", "nowhere"));
    assertThat(smoke.status()).isEqualTo(1);
    assertThat(smoke.row("SQL")).contains("FAILED", "Unknown database 'nowhere'");
    assertThat(smoke.row("topic")).contains("not reached: nothing was changed");
  }

  @Test
  void namesATicdcThatHangs() {
    try (var frozen = FrozenProcess.of("TicdcMain")) {
      SmokeProcess smoke = SmokeProcess.run(demo, session, IMPATIENT);
      assertThat(smoke.status()).isEqualTo(1);
      assertThat(smoke.row("TiCDC")).contains("FAILED", "no answer within 10 s");
      assertThat(smoke.row("topic")).contains("FAILED", "0 ins, 0 upd, 0 del");
      assertThat(smoke.row("counters of")).contains("not reached: topic");
    }
  }

  @Test
  void namesABrokerThatIsAway() {
    session.broker().stop();
    try {
      SmokeProcess smoke = SmokeProcess.run(demo, session, IMPATIENT);
      assertThat(smoke.status()).isEqualTo(1);
      assertThat(smoke.row("topic")).contains("FAILED", "does not answer");
      assertThat(smoke.row("SQL commit")).isEmpty();
    } finally {
      session.broker().start();
    }
  }

  @Test
  void namesAConsumerThatDoesNotAnswer() {
    try (var frozen = FrozenProcess.of("cdc-pipeline-consumer")) {
      SmokeProcess smoke = SmokeProcess.run(demo, session, IMPATIENT);
      assertThat(smoke.status()).isEqualTo(1);
      assertThat(smoke.row("counters of")).contains("FAILED", "no complete response within 20 s");
    }
  }

  @Test
  void namesAnIndexThatGetsNothing() {
    ShipperProcess shipper = demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    shipper.stop();
    try {
      SmokeProcess smoke = SmokeProcess.run(demo, session, IMPATIENT);
      assertThat(smoke.status()).isEqualTo(1);
      assertThat(smoke.row("counters of")).endsWith("ok");
      assertThat(smoke.row("documents")).contains("0 ins, 0 upd, 0 del", "FAILED: incomplete");
    } finally {
      shipper.start();
    }
  }

  /** What Grafana answers for a query that finds nothing. */
  @Test
  void namesPanelsWithoutData() throws Exception {
    HttpServer grafana =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers(grafana, "/api/datasources", "[{\"uid\": \"p\", \"type\": \"prometheus\"}]");
    answers(grafana, "/api/ds/query", "{\"results\":{\"A\":{\"frames\":[]}}}");
    grafana.start();
    try {
      String url = "http://127.0.0.1:" + grafana.getAddress().getPort();
      SmokeProcess smoke =
          SmokeProcess.run(demo, session, Map.of("SMOKE_TIMEOUT", "1", "GRAFANA_URL", url));
      assertThat(smoke.status()).isEqualTo(1);
      assertThat(smoke.row("panel Operations, last hour"))
          .contains("query A has no data", "FAILED");
      assertThat(smoke.row("panel Dead letters")).contains("empty, as it may be").endsWith("ok");
    } finally {
      grafana.stop(0);
    }
  }

  private static void answers(HttpServer server, String path, String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private long tables() throws Exception {
    Connections c = session.connections("", "");
    String url = "jdbc:mysql://%s:%d/shop?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    try (var database =
            DriverManager.getConnection(
                url.formatted(c.sqlHost(), c.sqlPort()), c.sqlUser(), c.sqlPassword());
        var found = database.createStatement().executeQuery("SHOW TABLES LIKE 'cdc_smoke'")) {
      return found.next() ? 1 : 0;
    }
  }
}
