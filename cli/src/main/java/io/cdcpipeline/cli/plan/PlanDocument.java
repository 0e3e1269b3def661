package io.cdcpipeline.cli.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for programs. */
final class PlanDocument {
  private PlanDocument() {}

  static Map<String, Object> of(List<Plan> plans) {
    return Map.of("plans", plans.stream().map(PlanDocument::of).toList());
  }

  private static Map<String, Object> of(Plan plan) {
    var document = new LinkedHashMap<String, Object>();
    document.put("namespace", plan.namespace());
    document.put("name", plan.name());
    document.put("isNew", plan.isNew());
    document.put("fields", plan.fields());
    document.put("children", plan.children().stream().map(PlanDocument::child).toList());
    document.put("effects", plan.effects());
    return document;
  }

  private static Map<String, Object> child(ChildChange change) {
    var document = new LinkedHashMap<String, Object>();
    document.put("action", change.action());
    document.put("apiVersion", change.child().getApiVersion());
    document.put("kind", change.child().getKind());
    document.put("name", change.child().getMetadata().getName());
    document.put("fields", change.fields());
    return document;
  }
}
