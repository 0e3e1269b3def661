package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The manifests in docs/install.md: they are YAML, set values that exist, and judge health right.
 */
class InstallDocsTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("status", SimpleType.DYN)
          .addVar("metadata", SimpleType.DYN)
          .build();

  @Test
  void gitOpsToolsSetValuesOfTheChart() throws IOException {
    var values = Json.YAML.readTree(chart("values.yaml"));
    var argo =
        document("Application", "cdc-pipeline-operator").at("/spec/source/helm/valuesObject");
    var flux = document("HelmRelease", "cdc-pipeline-operator").at("/spec/values");

    for (var set : List.of(argo, flux)) {
      assertThat(set.isEmpty()).isFalse();
      set.fieldNames().forEachRemaining(name -> assertThat(values.has(name)).as(name).isTrue());
      assertThat(set.at("/crds/upgrade").asBoolean(true)).as("the tool does it").isFalse();
    }
    assertThat(document("Application", "cdc-pipeline-operator").at("/spec/source/targetRevision"))
        .isEqualTo(Json.YAML.readTree(chart("Chart.yaml")).get("version"));
  }

  @Test
  void onlyWhatAnAutoscalerWritesIsIgnored() throws IOException {
    var ignored = document("Application", "shop").at("/spec/ignoreDifferences");

    assertThat(ignored).hasSize(1);
    assertThat(ignored.at("/0/jsonPointers/0").asText()).isEqualTo("/spec/consumer/replicas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{observedGeneration: -1} | inProgress",
        "{observedGeneration: 2, phase: Running, conditions: [{type: Ready, status: 'True'}]} |"
            + " inProgress",
        "{observedGeneration: 3, phase: Running, conditions: [{type: Ready, status: 'True'}]} |"
            + " current",
        "{observedGeneration: 3, phase: Failed, conditions: [{type: Ready, status: 'False'}]} |"
            + " failed",
        "{observedGeneration: 3, phase: Provisioning, conditions: [{type: Ready, status: 'False'}]}"
            + " | none",
      })
  void fluxJudgesHealth(String status, String expected) throws Exception {
    var checks = document("Kustomization", "shop").at("/spec/healthCheckExprs/0");
    var variables =
        Map.<String, Object>of(
            "status", Json.YAML.readValue(status, Map.class), "metadata", Map.of("generation", 3L));
    var first =
        List.of("inProgress", "failed", "current").stream()
            .filter(check -> holds(checks.path(check).asText(), variables))
            .findFirst();

    assertThat(first.orElse("none")).isEqualTo(expected);
  }

  private static boolean holds(String expression, Map<String, Object> variables) {
    try {
      var program = CEL.createProgram(CEL.compile(expression).getAst());
      return Boolean.TRUE.equals(program.eval(variables));
    } catch (dev.cel.common.CelValidationException | dev.cel.runtime.CelEvaluationException e) {
      throw new IllegalStateException(expression, e);
    }
  }

  private static java.io.File chart(String file) {
    return Golden.root().resolve("helm/cdc-pipeline-operator").resolve(file).toFile();
  }

  private static JsonNode document(String kind, String name) throws IOException {
    return documents().stream()
        .filter(d -> d.path("kind").asText().equals(kind))
        .filter(d -> d.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> documents() throws IOException {
    var page = Files.readString(Golden.root().resolve("docs/install.md"));
    var documents = new ArrayList<JsonNode>();
    for (var block : YAML.matcher(page).results().toList()) {
      for (var document : block.group(1).split("(?m)^---$", -1)) {
        documents.add(Json.YAML.readTree(document));
      }
    }
    return documents;
  }
}
