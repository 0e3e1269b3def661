package io.cdcpipeline.cli.status;

import io.cdcpipeline.operator.api.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline for programs; absent fields are unknown. */
final class StatusDocument {
  private StatusDocument() {}

  static Map<String, Object> of(FlowStatus flow, Counts counts) {
    var document = new LinkedHashMap<String, Object>();
    document.put("namespace", flow.namespace());
    document.put("name", flow.name());
    document.put("ready", flow.isReady());
    document.put("phase", flow.phase());
    document.put("health", flow.health().toString());
    flow.ready().ifPresent(ready -> document.put("reason", ready.reason()));
    flow.ready().ifPresent(ready -> document.put("since", ready.lastTransitionTime()));
    document.put("hops", flow.hops().stream().map(StatusDocument::hop).toList());
    flow.worst().ifPresent(hop -> document.put("worstHop", hop.hop().toString()));
    if (flow.status() != null) {
      put(document, "lagSeconds", flow.status().lagSeconds());
      put(document, "audit", flow.status().audit());
      put(document, "replay", flow.status().replay());
    }
    if (!counts.byTable().isEmpty()) {
      document.put("counts", counts.byTable());
    }
    document.put("complaints", flow.complaints().stream().map(StatusDocument::complaint).toList());
    Advice.words(flow).ifPresent(words -> document.put("toDo", words));
    Advice.command(flow).ifPresent(command -> document.put("command", command));
    return document;
  }

  static Map<String, Object> list(List<FlowStatus> flows) {
    var none = Counts.unknown("");
    return Map.of("items", flows.stream().map(flow -> of(flow, none)).toList());
  }

  private static Map<String, Object> hop(HopView hop) {
    var document = new LinkedHashMap<String, Object>();
    document.put("name", hop.hop().toString());
    document.put("health", hop.health().toString());
    put(document, "lagSeconds", hop.lagSeconds());
    put(document, "since", hop.since());
    put(document, "detail", hop.detail().isEmpty() ? null : hop.detail());
    return document;
  }

  private static Map<String, Object> complaint(Condition condition) {
    var document = new LinkedHashMap<String, Object>();
    document.put("type", condition.type());
    document.put("reason", condition.reason());
    document.put("message", condition.message());
    return document;
  }

  private static void put(Map<String, Object> document, String key, Object value) {
    if (value != null) {
      document.put(key, value);
    }
  }
}
