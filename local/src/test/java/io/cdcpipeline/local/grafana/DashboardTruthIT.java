package io.cdcpipeline.local.grafana;

import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target of every panel, in a real Prometheus and a real Elasticsearch. */
@Requires(PROMTOOL)
@ExtendWith(LocalServers.Shared.class)
class DashboardTruthIT {
  private static final String RATE_OF_EVENTS = "Dead letters A";

  private final long now =
      Instant.now().getEpochSecond() / History.SCRAPE_SECONDS * History.SCRAPE_SECONDS;
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.cdcpipeline.local.grafana.Workload#all")
  void everyPanelShowsTheTruth(Workload workload, LocalServers servers) throws Exception {
    var index = new EventIndex(servers);
    index.add(documents(workload));
    try (var prometheus = new PrometheusServer(folder, workload.history().text(now))) {
      compare(Target.of(Target.PIPELINE), Truth.ofPipeline(workload), prometheus, index);
      compare(Target.of(Target.OPERATOR), Truth.ofOperator(workload), prometheus, index);
    }
  }

  private void compare(
      List<Target> targets,
      Map<String, Map<String, Double>> truth,
      PrometheusServer prometheus,
      EventIndex index)
      throws IOException, InterruptedException {
    assertThat(targets).extracting(Target::name).containsExactlyElementsOf(truth.keySet());
    var soft = new SoftAssertions();
    for (var target : targets) {
      var expected = truth.get(target.name());
      var shown = shown(target, prometheus, index);
      soft.assertThat(shown.keySet()).as(target.name()).isEqualTo(expected.keySet());
      shown.forEach(
          (name, value) ->
              soft.assertThat(value)
                  .as(target.name() + " " + name)
                  .isCloseTo(expected.getOrDefault(name, Double.NaN), within(tolerance(target))));
    }
    soft.assertAll();
  }

  /**
   * A rate adds up to the truth within one event: from 3.0 on, Prometheus' ranges exclude their
   * start.
   */
  private static double tolerance(Target target) {
    return target.name().equals(RATE_OF_EVENTS) ? 1 : 1e-6;
  }

  private Map<String, Double> shown(Target target, PrometheusServer prometheus, EventIndex index)
      throws IOException, InterruptedException {
    if (!target.searches()) {
      return target.name().equals(RATE_OF_EVENTS)
          ? prometheus.sums(target, now)
          : prometheus.values(target, now);
    }
    if (target.json().at("/metrics/0/type").asText().startsWith("raw_")) {
      return Map.of("documents", (double) index.hits(target, now, EventIndex.ALL).size());
    }
    return index.sums(target, now);
  }

  private List<ObjectNode> documents(Workload workload) {
    var documents = new ArrayList<ObjectNode>();
    for (var changes : workload.history().changes()) {
      var committed = Instant.ofEpochSecond(now - changes.ago());
      for (int i = 0; i < changes.count(); i++) {
        documents.add(
            EventIndex.event(committed, changes.table(), changes.op().toUpperCase(Locale.ROOT)));
      }
    }
    return documents;
  }
}
