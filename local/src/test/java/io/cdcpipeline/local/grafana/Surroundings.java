package io.cdcpipeline.local.grafana;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is the same in all workloads: the consumer's steady numbers, Kafka, TiCDC and the operator,
 * which was restarted half an hour ago.
 */
final class Surroundings {
  private static final String PIPELINE = "namespace=\"shop\",pipeline=\"shop\"";
  private static final String CONSUMER = PIPELINE + ",pod=\"a\"";
  private static final String GROUP =
      PIPELINE + ",consumergroup=\"cdc-shop-shop\",topic=\"cdc-shop-shop\"";
  private static final String OPERATOR = "job=\"cdc-pipeline-operator\",pod=\"op\"";
  private static final int RESTARTED = 1800;

  private Surroundings() {}

  static Map<String, Number> samples(int ago, long now) {
    var samples = new LinkedHashMap<String, Number>();
    int scrapes = (10_000 - ago) / History.SCRAPE_SECONDS;
    consumer(samples, scrapes);
    samples.put(
        "cdc_last_event_timestamp_seconds{%s}".formatted(CONSUMER),
        ago >= 120 ? now - Math.max(ago, 300) : 0);
    kafkaAndTicdc(samples);
    operator(samples, ago, now);
    return samples;
  }

  private static void consumer(Map<String, Number> samples, int scrapes) {
    samples.put("cdc_events_duplicate_total{%s,op=\"insert\"}".formatted(CONSUMER), 3 * scrapes);
    for (var histogram : new String[] {"cdc_event_latency_seconds", "cdc_poll_to_commit_seconds"}) {
      samples.put("%s_bucket{%s,le=\"0.05\"}".formatted(histogram, CONSUMER), 0);
      samples.put("%s_bucket{%s,le=\"0.1\"}".formatted(histogram, CONSUMER), scrapes);
      samples.put("%s_bucket{%s,le=\"+Inf\"}".formatted(histogram, CONSUMER), scrapes);
    }
    samples.put("cdc_read_bytes_total{%s}".formatted(CONSUMER), 15_000 * scrapes);
    samples.put("cdc_written_bytes_total{%s}".formatted(CONSUMER), 30_000 * scrapes);
    samples.put("cdc_assigned_partitions{%s}".formatted(CONSUMER), 6);
    samples.put("cdc_rebalances_total{%s}".formatted(CONSUMER), scrapes);
    samples.put("cdc_commit_failures_total{%s}".formatted(CONSUMER), 2 * scrapes);
    samples.put("cdc_output_blocked_seconds_total{%s}".formatted(CONSUMER), 3.75 * scrapes);
    samples.put("cdc_partition_lag{%s,partition=\"0\"}".formatted(CONSUMER), 4);
    samples.put("cdc_partition_lag{%s,partition=\"1\"}".formatted(CONSUMER), 3);
  }

  private static void kafkaAndTicdc(Map<String, Number> samples) {
    samples.put("kafka_consumergroup_lag{%s,partition=\"0\"}".formatted(GROUP), 9);
    samples.put("kafka_consumergroup_lag{%s,partition=\"1\"}".formatted(GROUP), -1);
    samples.put(
        "ticdc_owner_checkpoint_ts_lag{%s,changefeed=\"shop-shop\"}".formatted(PIPELINE), 3);
    samples.put(
        "ticdc_maintainer_resolved_ts_lag{%s,changefeed=\"shop-shop\"}".formatted(PIPELINE), 1);
    samples.put(
        "ALERTS{%s,alertname=\"CdcDeadLetters\",severity=\"warning\",alertstate=\"firing\"}"
            .formatted(PIPELINE),
        1);
  }

  private static void operator(Map<String, Number> samples, int ago, long now) {
    boolean restarted = ago <= RESTARTED;
    samples.put(
        "process_start_time_seconds{%s}".formatted(OPERATOR),
        restarted ? now - RESTARTED : now - 90_000);
    var condition = "cdc_operator_pipeline_condition{%s,pod=\"op\",type=\"%s\"}";
    samples.put(condition.formatted(PIPELINE, "Ready"), 1);
    samples.put(condition.formatted("namespace=\"crm\",pipeline=\"shop\"", "Ready"), 0);
    samples.put("cdc_operator_changefeed_lag_seconds{%s,pod=\"op\"}".formatted(PIPELINE), 2);
    samples.put(
        "cdc_operator_hop_lag_seconds{%s,pod=\"op\",hop=\"changefeed\"}"
            .formatted("namespace=\"crm\",pipeline=\"shop\""),
        40);
    int scrapes = (10_000 - ago) / History.SCRAPE_SECONDS;
    for (var counter : new String[] {"started", "success"}) {
      samples.put(
          "operator_sdk_reconciliations_%s_total{%s}".formatted(counter, OPERATOR), 3 * scrapes);
    }
    samples.put(
        "operator_sdk_reconciliations_failed_total{%s}".formatted(OPERATOR),
        restarted ? 1 : ago <= 2400 ? 12 : 10);
    samples.put(
        "operator_sdk_events_received_total{%s,event=\"UPDATED\"}".formatted(OPERATOR),
        3 * scrapes);
    for (var execution : new String[] {"reconcile", "cleanup"}) {
      var name = "operator_sdk_controllers_execution_%s_seconds_%s{%s}";
      samples.put(name.formatted(execution, "sum", OPERATOR), 1.5 * scrapes);
      samples.put(name.formatted(execution, "count", OPERATOR), 3 * scrapes);
    }
  }
}
