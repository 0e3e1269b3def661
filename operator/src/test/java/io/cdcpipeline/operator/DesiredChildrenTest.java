package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The children without a cluster are those of docs/architecture.md, which are seen in one. */
class DesiredChildrenTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\w+) \\| `([^`]+)` \\| (\\w+)[ |(]");

  /** Not of a pipeline at rest, not in its namespace, or not known before it is there. */
  private static final List<String> LEFT_OUT =
      List.of("Job shop-consumer-replay", "Secret cdc.shop.shop", "ConfigMap shop-applied");

  @Test
  void theyAreThoseOfTheArchitecturePage() throws IOException {
    var page = Files.readString(Golden.root().resolve("docs/architecture.md"));
    var expected = new ArrayList<String>();
    ROW.matcher(page.substring(page.indexOf("<!-- children"), page.indexOf("<!-- /children")))
        .results()
        .forEach(row -> expected.add(row.group(3) + " " + row.group(2)));
    expected.removeAll(LEFT_OUT);
    expected.remove("TidbCluster shop");
    // The page lists a pipeline with a TLS listener and hashed columns, as FULL has them.
    assertThat(names(GoldenCase.FULL, false)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theOlderTidbOperatorHasOneObject() {
    assertThat(names(GoldenCase.MINIMAL, true))
        .contains("TidbCluster shop")
        .doesNotContain("PDGroup shop");
  }

  @Test
  void existingSystemsHaveNoChildren() {
    assertThat(names(GoldenCase.EXISTING, false))
        .noneMatch(name -> name.matches("(Kafka|Elasticsearch|PDGroup|KafkaUser) .*"));
  }

  @Test
  void aPipelineWithLokiHasNothingOfElasticsearch() {
    var loki =
        GoldenCase.MINIMAL.pipelineWith(
            "search: {managed: null, loki: {url: 'http://loki.logs.svc:3100'}}");
    assertThat(names(loki, false))
        .contains("ConfigMap shop-dashboard", "ConfigMap shop-dashboard-loki")
        .noneMatch(name -> name.matches("(Elasticsearch|Beat) .*|.*-(es|filebeat).*"));
  }

  private static List<String> names(GoldenCase golden, boolean tidbV1) {
    return names(golden.pipeline(), tidbV1);
  }

  private static List<String> names(CdcPipeline pipeline, boolean tidbV1) {
    return DesiredChildren.of(pipeline, tidbV1).stream()
        .map(child -> child.getKind() + " " + child.getMetadata().getName())
        .toList();
  }
}
