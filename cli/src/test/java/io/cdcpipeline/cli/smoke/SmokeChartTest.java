package io.cdcpipeline.cli.smoke;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Job and what it may do are those of the chart's {@code helm test}. */
@Requires(CLUSTER_BINARIES)
class SmokeChartTest {
  @Test
  void mayWhatTheChartsMay() throws Exception {
    var own = SmokeObjectsTest.objects("{}");
    assertThat(tree(own, "Role").at("/rules")).isEqualTo(tree(chart(), "Role").at("/rules"));
    for (var place :
        List.of("backoffLimit", "template/spec/restartPolicy", "template/spec/volumes")) {
      assertThat(tree(own, "Job").at("/spec/" + place))
          .as(place)
          .isEqualTo(tree(chart(), "Job").at("/spec/" + place));
    }
    var container = "/spec/template/spec/containers/0/";
    for (var part : List.of("name", "args", "resources", "volumeMounts")) {
      assertThat(tree(own, "Job").at(container + part))
          .as(part)
          .isEqualTo(tree(chart(), "Job").at(container + part));
    }
    assertThat(tree(own, "Job").at(container + "env").findValuesAsText("name"))
        .isEqualTo(tree(chart(), "Job").at(container + "env").findValuesAsText("name"));
  }

  private static List<GenericKubernetesResource> chart() throws Exception {
    var process =
        new ProcessBuilder(
                CLUSTER_BINARIES.path().resolve("helm").toString(),
                "template",
                "cdc-pipeline-operator",
                Golden.root().resolve("helm/cdc-pipeline-operator").toString(),
                "-n=cdc-system",
                "-s=templates/tests/smoke.yaml",
                "--set=smoke.pipeline=shop,smoke.namespace=team")
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return List.of(text.split("(?m)^---$", -1)).stream()
        .filter(document -> !document.isBlank())
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }

  private static JsonNode tree(List<GenericKubernetesResource> objects, String kind) {
    return Json.JSON.valueToTree(
        objects.stream().filter(o -> o.getKind().equals(kind)).findFirst().orElseThrow());
  }
}
