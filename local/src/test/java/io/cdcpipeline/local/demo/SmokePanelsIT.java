package io.cdcpipeline.local.demo;

import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.standin.Replica;
import io.cdcpipeline.testkit.requirement.Requires;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The smoke test's panels against a Prometheus that scrapes the consumers and the operator. */
@Requires(PROMTOOL)
@ExtendWith(FaultPlatform.Shared.class)
class SmokePanelsIT {
  private final Demo demo;
  private final Session session;

  SmokePanelsIT(FaultPlatform platform) {
    demo = platform.demo();
    demo.awaitReady();
    session = new Session(demo);
  }

  /** Every query of the dashboard, by a real Prometheus. */
  @Test
  void panelsOfPrometheusHaveTheirData(@TempDir Path folder) throws Exception {
    int port = Endpoint.free().port();
    Files.writeString(folder.resolve("prometheus.yaml"), scrapes());
    Process prometheus =
        new ProcessBuilder(
                PROMTOOL.path().resolveSibling("prometheus").toString(),
                "--config.file=prometheus.yaml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      String url = "http://127.0.0.1:" + port;
      SmokeProcess smoke = SmokeProcess.run(demo, session, Map.of("PROMETHEUS_URL", url));
      assertThat(smoke.status()).as(smoke.table()).isZero();
      assertThat(smoke.row("counters in Prometheus")).endsWith("ok");
      assertThat(smoke.row("panel Operations, last hour")).contains("results").endsWith("ok");
      assertThat(smoke.row("panel Changes by table")).contains("results").endsWith("ok");
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
    }
  }

  private String scrapes() {
    StringBuilder jobs = new StringBuilder("global: {scrape_interval: 1s}\nscrape_configs:\n");
    String job = "- {job_name: %s, honor_labels: true, static_configs: [{targets: ['%s']%s}]}%n";
    for (Replica replica : session.consumers()) {
      String labels = ", labels: {namespace: shop, pipeline: shop, pod: consumer}";
      jobs.append(job.formatted("consumer", authority(replica.metricsUrl()), labels));
    }
    jobs.append(job.formatted("operator", authority(demo.operator().metricsUrl()), ""));
    return jobs.toString();
  }

  private static String authority(String url) {
    return URI.create(url).getAuthority();
  }
}
