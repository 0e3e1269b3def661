package io.cdcpipeline.local.grafana;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every target of every panel must show after a workload, by the names in its legend. */
final class Truth {
  private Truth() {}

  static Map<String, Map<String, Double>> ofPipeline(Workload workload) {
    var truth = new LinkedHashMap<String, Map<String, Double>>();
    double documents = workload.documents().values().stream().mapToDouble(n -> n).sum();
    truth.put("Ready A", Map.of("", 1.0));
    truth.put("Changes, last hour A", Map.of("", documents));
    truth.put("Changefeed lag A", Map.of("", 2.0));
    truth.put("Consumer lag A", Map.of("", 7.0));
    truth.put("Since the last event A", Map.of("", 300.0));
    truth.put("Dead letters, last hour A", Map.of("", workload.deadLetters()));
    truth.put("Operations, last hour A", workload.documents());
    truth.put("Operations counted, last hour A", workload.counted());
    truth.put("Changes by table A", workload.documentsByTableAndOperation());
    truth.put("Raw change events A", Map.of("documents", Math.min(200, documents)));
    truth.put("Changes by operation A", workload.documents());
    truth.put("Changes by table over time A", workload.documentsByTable());
    truth.put("Database to Kafka A", Map.of("checkpoint", 3.0));
    truth.put("Database to Kafka B", Map.of("resolved", 1.0));
    truth.put("Database to Kafka C", Map.of("as the operator sees it", 2.0));
    truth.put("Kafka to consumer A", Map.of("group, by the exporter", 9.0));
    truth.put("Kafka to consumer B", Map.of("group, by the consumers", 7.0));
    truth.put("Kafka to consumer C", Map.of("worst partition", 4.0));
    truth.put("Database to log line A", Map.of("p50", 0.075));
    truth.put("Database to log line B", Map.of("p95", 0.0975));
    truth.put("Database to log line C", Map.of("p99", 0.0995));
    truth.put("Duplicates A", Map.of("insert", 0.2));
    truth.put("Dead letters A", Map.of("not-json", workload.deadLetters()));
    truth.put("Poll to commit A", Map.of("p50", 0.075));
    truth.put("Poll to commit B", Map.of("p99", 0.0995));
    truth.put("Bytes A", Map.of("read", 1000.0));
    truth.put("Bytes B", Map.of("written", 2000.0));
    truth.put("Partitions A", Map.of("a", 6.0));
    truth.put("Rebalances and failed commits A", Map.of("rebalances", 4.0));
    truth.put("Rebalances and failed commits B", Map.of("failed commits", 8.0));
    truth.put("Blocked output A", Map.of("a", 0.25));
    truth.put("Conditions A", Map.of("Ready", 1.0));
    truth.put("Events as documents A", Map.of("documents", Math.min(50, documents)));
    truth.put("annotation Alerts", Map.of("CdcDeadLetters", 1.0));
    return truth;
  }

  static Map<String, Map<String, Double>> ofOperator(Workload workload) {
    var truth = new LinkedHashMap<String, Map<String, Double>>();
    truth.put("Pipelines A", Map.of("", 2.0));
    truth.put("Not ready A", Map.of("", 1.0));
    truth.put("Worst lag A", Map.of("", 40.0));
    truth.put("Failed reconciles, last hour A", Map.of("", workload.failedReconciles()));
    truth.put("Ready A", Map.of("shop/shop", 1.0, "crm/shop", 0.0));
    truth.put(
        "Conditions that are not True A",
        Map.of("{\"namespace\":\"crm\",\"pipeline\":\"shop\",\"type\":\"Ready\"}", 0.0));
    truth.put("Changefeed lag A", Map.of("shop/shop", 2.0));
    truth.put("Reconciles A", Map.of("begun", 0.2));
    truth.put("Reconciles B", Map.of("succeeded", 0.2));
    truth.put("Reconciles C", Map.of("failed", 0.0));
    truth.put("Duration A", Map.of("reconcile", 0.5));
    truth.put("Duration B", Map.of("cleanup", 0.5));
    truth.put("Events received A", Map.of("UPDATED", 0.2));
    truth.put("annotation Alerts", Map.of("CdcDeadLetters shop/shop", 1.0));
    return truth;
  }
}
