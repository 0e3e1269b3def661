package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.testkit.requirement.Requirement.ALERTMANAGER;
import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.monitoring.AlertServers.Notified;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two pipelines with the same trouble, through a real Prometheus and a real Alertmanager: alerts
 * that differ in nothing but their pipeline stay two.
 */
@Requires({PROMTOOL, ALERTMANAGER})
class AlertRoutesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ALERT = "CdcEventsMissing";
  private static final String MISSING =
      "cdc_operator_audit_missing_events{namespace=\"%s\",pipeline=\"%s\",pod=\"operator-1\"}";
  private static final String SHOP = MISSING.formatted("shop", "orders");
  private static final String CRM = MISSING.formatted("crm", "orders");

  @TempDir Path work;

  @Test
  void twoPipelinesAreNotifiedAndRecoverApart() throws IOException {
    Files.writeString(work.resolve("rules.yaml"), rules("shop", "crm"));
    try (var servers = new AlertServers(work)) {
      servers.expose(SHOP, 3);
      servers.expose(CRM, 4);
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(servers.firing(ALERT))
                    .containsExactlyInAnyOrder(labels("shop"), labels("crm"));
                assertThat(namespaces(servers, "everyone", "firing")).contains("shop", "crm");
                assertThat(namespaces(servers, "shop-team", "firing")).containsOnly("shop");
              });

      servers.expose(SHOP, 0);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(namespaces(servers, "everyone", "resolved")).containsOnly("shop");
                assertThat(namespaces(servers, "shop-team", "resolved")).containsOnly("shop");
              });
      assertThat(servers.firing(ALERT)).containsExactly(labels("crm"));
      assertThat(namespaces(servers, "shop-team", "firing")).containsOnly("shop");
    }
  }

  /** All labels: there is none by which a restarted operator would make it another alert. */
  private static Map<String, String> labels(String namespace) {
    return Map.of(
        "alertname", ALERT, "namespace", namespace, "pipeline", "orders", "severity", "critical");
  }

  private static List<String> namespaces(AlertServers servers, String receiver, String status) {
    return servers.notified().stream()
        .filter(n -> n.receiver().equals(receiver) && n.status().equals(status))
        .map(Notified::labels)
        .filter(labels -> labels.get("alertname").equals(ALERT))
        .map(labels -> labels.get("namespace"))
        .toList();
  }

  /** The rules of a pipeline in each namespace, evaluated each second and without their waits. */
  private static String rules(String... namespaces) throws IOException {
    ArrayNode groups = Json.JSON.createArrayNode();
    for (var namespace : namespaces) {
      var manifest =
          AlertRulesManifest.desired(pipeline(namespace), OperatorConfig.DEFAULT_RUNBOOK_URL);
      JsonNode group = Json.JSON.<JsonNode>valueToTree(manifest).at("/spec/groups/0");
      groups.add(((ObjectNode) group).put("interval", "1s"));
      group.get("rules").forEach(rule -> ((ObjectNode) rule).remove("for"));
    }
    return Json.YAML.writeValueAsString(Json.JSON.createObjectNode().set("groups", groups));
  }

  private static CdcPipeline pipeline(String namespace) {
    var pipeline = GoldenCase.MINIMAL.pipeline();
    pipeline.getMetadata().setNamespace(namespace);
    pipeline.getMetadata().setName("orders");
    return pipeline;
  }
}
