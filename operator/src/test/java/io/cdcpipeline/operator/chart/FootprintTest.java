package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdcpipeline.operator.Golden;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of requests in docs/kind.md says what CRD, charts and values say, and fits a laptop.
 */
class FootprintTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final BigDecimal LAPTOP_CPUS = new BigDecimal(4);
  private static final BigDecimal LAPTOP_MEMORY = Quantity.getAmountInBytes(new Quantity("10Gi"));

  private record Row(String component, Quantity cpu, Quantity memory, String source) {}

  @Test
  void everyRowMatchesItsSource() throws IOException {
    for (Row row : rows()) {
      JsonNode requests = requests(row.source());
      if (requests != null) {
        int times = row.source().startsWith("twice ") ? 2 : 1;
        assertThat(amount(row.cpu()))
            .as("CPU of %s", row.component())
            .isEqualByComparingTo(times(times, requests.get("cpu")));
        assertThat(amount(row.memory()))
            .as("memory of %s", row.component())
            .isEqualByComparingTo(times(times, requests.get("memory")));
      }
    }
  }

  @Test
  void theSumIsCorrectAndFitsFourCpusAndTenGibibytes() throws IOException {
    List<Row> rows = rows();
    BigDecimal cpu = rows.stream().map(r -> amount(r.cpu())).reduce(BigDecimal::add).orElseThrow();
    BigDecimal memory =
        rows.stream().map(r -> amount(r.memory())).reduce(BigDecimal::add).orElseThrow();
    List<String> sum = lines().filter(l -> l.startsWith("| **Sum**")).map(this::bare).toList();

    assertThat(sum)
        .containsExactly(
            "| Sum | %dm | %dMi | |"
                .formatted(cpu.movePointRight(3).longValue(), memory.longValue() >> 20));
    assertThat(cpu).isLessThan(LAPTOP_CPUS);
    assertThat(memory).isLessThan(LAPTOP_MEMORY.multiply(new BigDecimal("0.9")));
  }

  private String bare(String line) {
    return line.replace("*", "");
  }

  private static BigDecimal times(int times, JsonNode quantity) {
    return amount(new Quantity(quantity.asText())).multiply(new BigDecimal(times));
  }

  private static BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }

  /** Null where the source cannot be read here. */
  private static JsonNode requests(String source) throws IOException {
    String[] words = source.replaceFirst("^twice ", "").split(" ", -1);
    JsonNode resources =
        switch (words[0]) {
          case "crd" -> crdDefault(words[1]);
          case "values" ->
              words[1].equals("of")
                  ? YAML.readTree(Chart.FOLDER.resolve("values.yaml").toFile()).get("resources")
                  : YAML.readTree(root("kind/values/" + words[1] + ".yaml").toFile())
                      .at("/" + words[2].replace('.', '/'));
          default -> null;
        };
    return resources == null ? null : resources.get("requests");
  }

  private static JsonNode crdDefault(String path) throws IOException {
    JsonNode schema =
        YAML.readTree(root("crds/cdcpipelines.cdcpipeline.io-v1.yml").toFile())
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    for (String field : (path + ".resources").split("[.]", -1)) {
      schema = schema.get("properties").get(field);
    }
    return schema.get("default");
  }

  private static List<Row> rows() throws IOException {
    return lines()
        .map(l -> l.split(" *[|] *", -1))
        .filter(c -> c.length == 6 && c[2].matches("[0-9]+m") && c[3].matches("[0-9]+[MG]i"))
        .map(c -> new Row(c[1], new Quantity(c[2]), new Quantity(c[3]), c[4]))
        .toList();
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(root("docs/kind.md")).stream();
  }

  private static Path root(String path) {
    return Golden.root().resolve(path);
  }
}
