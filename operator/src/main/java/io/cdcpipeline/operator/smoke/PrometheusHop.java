package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.database.SmokeTable;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.smoke.Changes.Operations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Prometheus: it has scraped what the consumers count. */
final class PrometheusHop implements Hop {
  private final TextServer prometheus;
  private final ResourceNames names;
  private final ConsumersHop consumers;

  PrometheusHop(TextServer prometheus, ResourceNames names, ConsumersHop consumers) {
    this.prometheus = prometheus;
    this.names = names;
    this.consumers = consumers;
  }

  @Override
  public String name() {
    return "counters in Prometheus";
  }

  @Override
  public Seen look() {
    var here = new Operations(total("insert"), total("update"), total("delete"));
    return new Seen(here.toString(), here.equals(consumers.now()));
  }

  private long total(String op) {
    var query =
        "sum(cdc_events_total{namespace=\"%s\",pipeline=\"%s\",table=\"%s\",op=\"%s\"})"
            .formatted(names.namespace(), names.pipeline(), SmokeTable.NAME, op);
    return prometheus
        .getJson("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result/0/value/1")
        .asLong();
  }
}
