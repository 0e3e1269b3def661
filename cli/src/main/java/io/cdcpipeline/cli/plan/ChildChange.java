package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of one child. */
record ChildChange(Action action, GenericKubernetesResource child, List<FieldChange> fields) {

  /** In the words of kubectl. */
  enum Action {
    create,
    change,
    delete
  }

  String name() {
    return child.getKind() + " " + child.getMetadata().getName();
  }

  boolean isOf(String... kinds) {
    return List.of(kinds).contains(child.getKind());
  }

  /** Whether a field of that path, or below it, changes. */
  boolean touches(String field) {
    return action == Action.change && fields.stream().anyMatch(change -> change.isAt(field));
  }

  /** How one set of children becomes another, in the order of the flow. */
  static List<ChildChange> between(
      List<GenericKubernetesResource> before, List<GenericKubernetesResource> after) {
    var old = byName(before);
    var changes = new ArrayList<ChildChange>();
    for (var child : after) {
      var previous = old.remove(key(child));
      if (previous == null) {
        changes.add(new ChildChange(Action.create, child, List.of()));
      } else {
        var fields = FieldChange.between(json(previous), json(child));
        if (!fields.isEmpty()) {
          changes.add(new ChildChange(Action.change, child, fields));
        }
      }
    }
    old.values().forEach(child -> changes.add(new ChildChange(Action.delete, child, List.of())));
    return changes;
  }

  private static Map<String, GenericKubernetesResource> byName(
      List<GenericKubernetesResource> children) {
    var byName = new LinkedHashMap<String, GenericKubernetesResource>();
    children.forEach(child -> byName.put(key(child), child));
    return byName;
  }

  private static String key(GenericKubernetesResource child) {
    return child.getApiVersion() + " " + child.getKind() + " " + child.getMetadata().getName();
  }

  private static JsonNode json(GenericKubernetesResource child) {
    return Json.JSON.valueToTree(child);
  }
}
