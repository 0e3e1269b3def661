package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Argo CD with label tracking prunes what bears app.kubernetes.io/instance of an application, has
 * no owner, and is in no manifest of that application: here an application named like the pipeline.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class ArgoPruneIT {
  private static RealApi api;
  private static RealOperator operator;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator");
    operator = new RealOperator(api, Map.of());
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      api.deletePipelines();
      operator.close();
    }
  }

  @Test
  void nothingThatHoldsDataIsPruned() throws IOException {
    var namespace = new RealPipelines(api).create();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(objects(namespace, Labels.PIPELINE + "=shop"))
                    .extracting(object -> object.path("kind").asText())
                    .contains("Kafka", "TiKVGroup", "Elasticsearch", "Secret", "KafkaUser"));

    assertThat(objects(namespace, Labels.INSTANCE + "=shop"))
        .isNotEmpty()
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/ownerReferences"))
                    .as(object.path("kind").asText() + object.at("/metadata/name"))
                    .isNotEmpty());
  }

  private static List<JsonNode> objects(String namespace, String selector) throws IOException {
    var list =
        api.kubectl("get", RealOperator.CHILDREN, "-n", namespace, "-l", selector, "-o", "json");
    var objects = new ArrayList<JsonNode>();
    Json.JSON.readTree(list).path("items").forEach(objects::add);
    return objects;
  }
}
