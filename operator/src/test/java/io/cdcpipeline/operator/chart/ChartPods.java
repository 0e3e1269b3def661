package io.cdcpipeline.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;

/** The pods that the chart makes with its defaults: the operator, and the upgrade hook. */
public final class ChartPods {
  private ChartPods() {}

  public static List<JsonNode> templates() {
    return List.of(
        Json.JSON.valueToTree(Chart.one(Deployment.class, Map.of()).getSpec().getTemplate()),
        Json.JSON.valueToTree(Chart.crdHooks(Job.class, Map.of()).get(0).getSpec().getTemplate()));
  }
}
