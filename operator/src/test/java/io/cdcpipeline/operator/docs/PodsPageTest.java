package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.TemplateMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix of docs/pods.md is what the golden files of TemplateMatrix say. */
class PodsPageTest {
  private static final String START = "<!-- matrix: written by make golden -->\n";
  private static final String END = "<!-- /matrix -->";

  /** Title of each column, and the files that it is made of. */
  private static final Map<String, List<String>> COLUMNS = columns();

  private static Map<String, List<String>> columns() {
    var columns = new LinkedHashMap<String, List<String>>();
    columns.put("Consumer", List.of("consumer"));
    columns.put("PD", List.of("pd-v2", "pd-v1"));
    columns.put("TiKV", List.of("tikv-v2", "tikv-v1"));
    columns.put("TiDB", List.of("tidb-v2", "tidb-v1"));
    columns.put("TiCDC", List.of("ticdc-v2", "ticdc-v1"));
    columns.put("Kafka", List.of("kafka"));
    columns.put("Exporter", List.of("kafka-exporter"));
    columns.put("Entity operator", List.of("kafka-entity-operator"));
    columns.put("Elasticsearch", List.of("elasticsearch"));
    columns.put("Filebeat", List.of("filebeat"));
    return columns;
  }

  @Test
  void hasTheMatrix() throws IOException {
    var page = Golden.root().resolve("docs/pods.md");
    var text = Files.readString(page);
    assertThat(text).contains(START, END);
    var before = text.substring(0, text.indexOf(START) + START.length());
    var after = text.substring(text.indexOf(END));
    Golden.assertSame(
        page, before + matrix() + "\n" + places() + "\n" + refusals() + after, "make golden");
  }

  @Test
  void everyFileHasItsColumn() throws IOException {
    try (var files = Files.list(TemplateMatrix.folder())) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".yaml", "")))
          .filteredOn(name -> !name.equals("settings"))
          .containsExactlyInAnyOrderElementsOf(
              COLUMNS.values().stream().flatMap(List::stream).toList());
    }
  }

  /** A setting that nobody looked at would be a gap in the page. */
  @Test
  void everyFileHasEverySetting() {
    for (var file : COLUMNS.values().stream().flatMap(List::stream).toList()) {
      var effects = component(file);
      for (var setting : TemplateMatrix.settings().keySet()) {
        assertThat(effects.path(setting)).as(file + " " + setting).isNotEmpty();
      }
    }
  }

  private static String matrix() {
    var rows = new StringBuilder("| Setting | " + String.join(" | ", COLUMNS.keySet()) + " |\n");
    rows.append("|---".repeat(COLUMNS.size() + 1)).append("|\n");
    for (var setting : TemplateMatrix.settings().keySet()) {
      var cells =
          COLUMNS.values().stream().map(f -> cell(f, setting)).collect(Collectors.joining(" | "));
      rows.append("| `%s` | %s |%n".formatted(setting, cells));
    }
    return rows.toString();
  }

  private static String cell(List<String> files, String setting) {
    var accepting = files.stream().filter(f -> !component(f).path(setting).has("refused")).toList();
    if (accepting.isEmpty()) {
      return "refused";
    }
    return accepting.equals(files) ? "✓" : accepting.get(0).replaceAll(".*-", "");
  }

  /** One setting of each group: the others of the group are beside it. */
  private static final List<String> EXAMPLES =
      List.of(
          "metadata.labels",
          "pod.tolerations",
          "container.env",
          "container.probes.readiness",
          "serviceAccount.annotations");

  private static String places() {
    var rows = new StringBuilder("| Component | Goes to, for example |\n|---|---|\n");
    COLUMNS.forEach(
        (title, files) -> {
          var places = new LinkedHashSet<String>();
          for (var file : files) {
            EXAMPLES.forEach(setting -> collect(component(file).path(setting), places));
          }
          rows.append("| %s | %s |%n".formatted(title, String.join("<br>", places)));
        });
    return rows.toString();
  }

  private static void collect(JsonNode effect, Set<String> places) {
    for (var child : effect.properties()) {
      if (!child.getKey().equals("refused")) {
        var kind = child.getKey().replaceAll(" .*", "");
        child
            .getValue()
            .fieldNames()
            .forEachRemaining(
                place -> places.add("`%s %s`".formatted(kind, place).replace(" `", "`")));
      }
    }
  }

  private static String refusals() {
    var reasons = new TreeSet<String>();
    COLUMNS.values().stream()
        .flatMap(List::stream)
        .flatMap(PodsPageTest::refused)
        .forEach(reasons::add);
    return reasons.stream().map(r -> "- " + r + "\n").collect(Collectors.joining());
  }

  private static Stream<String> refused(String file) {
    return component(file).findValuesAsText("refused").stream()
        .map(text -> "`" + text.replaceFirst(": ", "`: "));
  }

  private static JsonNode component(String file) {
    return TemplateMatrix.read(TemplateMatrix.folder().resolve(file + ".yaml"));
  }
}
