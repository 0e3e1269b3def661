package io.cdcpipeline.operator.search;

import java.util.List;
import java.util.Map;

/** Statuses as ECK 3.5.0 writes them. */
final class Eck {
  private Eck() {}

  static Map<String, Object> ready(int nodes) {
    return ready(nodes, "green");
  }

  static Map<String, Object> ready(int nodes, String health) {
    return Map.of(
        "phase",
        "Ready",
        "health",
        health,
        "availableNodes",
        nodes,
        "version",
        "9.5.3",
        "observedGeneration",
        99,
        "conditions",
        List.of(
            Map.of("type", "ElasticsearchIsReachable", "status", "True"),
            Map.of("type", "ReconciliationComplete", "status", "True")));
  }

  static Map<String, Object> filebeat(int there, int wanted) {
    var status = new java.util.HashMap<>(unassociatedFilebeat(there, wanted));
    status.put("elasticsearchAssociationStatus", "Established");
    return status;
  }

  static Map<String, Object> unassociatedFilebeat(int there, int wanted) {
    return Map.of(
        "health",
        there == wanted ? "green" : "yellow",
        "availableNodes",
        there,
        "expectedNodes",
        wanted,
        "observedGeneration",
        99);
  }
}
