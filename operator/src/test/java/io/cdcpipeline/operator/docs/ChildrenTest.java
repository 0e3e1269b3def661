package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.ManagedSystems;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of children in docs/architecture.md is what the operator makes of a full pipeline. */
class ChildrenTest {
  private static final Pattern GOLDEN_NAME = Pattern.compile("out-([^-]+)-(.*)\\.yaml");
  private static final String START = "<!-- children: written by make golden -->\n";
  private static final String END = "<!-- /children -->";

  /**
   * Children that need a Kafka or an Elasticsearch that answers, or a cluster with the older TiDB
   * Operator.
   */
  private static final List<String> CONDITIONAL =
      List.of(
          "| database | `shop` | TidbCluster (TiDB Operator v1) | operator |",
          "| replay | `shop-consumer-replay` | Job | garbage collection |",
          "| search | `shop-filebeat` | NetworkPolicy | garbage collection |",
          "| search | `shop` | Beat | garbage collection |",
          "| monitoring | `cdc.shop.shop` | Secret (in Grafana's namespace) | operator |");

  @Test
  void theArchitecturePageListsEveryChild() throws IOException {
    var page = Golden.root().resolve("docs/architecture.md");
    var text = Files.readString(page);
    assertThat(text).contains(START, END);
    var before = text.substring(0, text.indexOf(START) + START.length());
    var after = text.substring(text.indexOf(END));

    var table = table();
    assertContainsGoldenChildren(table);
    Golden.assertSame(page, before + table + after, "make golden");
  }

  private static String table() throws IOException {
    try (var operator = ManagedSystems.operator()) {
      operator.apply(Json.JSON.writeValueAsString(GoldenCase.FULL.pipeline()));
      ManagedSystems.reportReady(operator);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                var known = rows(operator);
                operator.nudge("shop", "shop");
                return known.contains("`shop-consumer` | Deployment")
                    && known.equals(rows(operator));
              });
      return rows(operator);
    }
  }

  /** Sorted by the stages' order, then by name. */
  private static String rows(OperatorFixture operator) {
    var rows =
        Stream.concat(children(operator).map(ChildrenTest::row), CONDITIONAL.stream())
            .sorted(Comparator.comparing(ChildrenTest::component).thenComparing(row -> row))
            .toList();
    return "| Stage | Name | Kind | Deleted by |\n|---|---|---|---|\n"
        + String.join("\n", rows)
        + "\n";
  }

  private static Stream<GenericKubernetesResource> children(OperatorFixture operator) {
    var client = operator.client();
    var core = Stream.of("v1");
    var groups =
        client.getApiGroups().getGroups().stream()
            .map(group -> group.getPreferredVersion().getGroupVersion());
    return Stream.concat(core, groups)
        .flatMap(
            version ->
                client.getApiResources(version).getResources().stream()
                    .filter(APIResource::getNamespaced)
                    .filter(resource -> !resource.getName().contains("/"))
                    .flatMap(
                        resource ->
                            client
                                .genericKubernetesResources(version, resource.getKind())
                                .inAnyNamespace()
                                .withLabel(Labels.PIPELINE, "shop")
                                .list()
                                .getItems()
                                .stream()))
        .filter(child -> !child.getKind().equals("Event"));
  }

  private static String row(GenericKubernetesResource child) {
    var metadata = child.getMetadata();
    boolean owned =
        metadata.getOwnerReferences().stream().anyMatch(o -> o.getKind().equals("CdcPipeline"));
    return "| %s | `%s` | %s | %s |"
        .formatted(
            metadata.getLabels().get(Labels.COMPONENT),
            metadata.getName(),
            child.getKind(),
            owned ? "garbage collection" : "operator");
  }

  private static ComponentName component(String row) {
    return Stream.of(ComponentName.values())
        .filter(component -> row.startsWith("| " + component + " |"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such component: " + row));
  }

  private static void assertContainsGoldenChildren(String table) throws IOException {
    try (var files = Files.list(Golden.resource("golden/full"))) {
      files
          .map(file -> GOLDEN_NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(
              file ->
                  assertThat(table)
                      .containsPattern("`%s` \\| %s[ (]".formatted(file.group(2), file.group(1))));
    }
  }
}
