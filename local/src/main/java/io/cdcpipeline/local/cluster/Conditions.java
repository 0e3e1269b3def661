package io.cdcpipeline.local.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds {@code status.conditions}; a condition with an unchanged status keeps its transition time.
 */
public final class Conditions {
  private final GenericKubernetesResource object;
  private final List<Map<String, Object>> conditions = new ArrayList<>();

  public Conditions(GenericKubernetesResource object) {
    this.object = object;
  }

  public Conditions add(String type, boolean status, String reason, String message) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("status", status ? "True" : "False");
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    condition.put("message", message);
    condition.put("lastTransitionTime", since(type, condition));
    conditions.add(condition);
    return this;
  }

  public List<Map<String, Object>> list() {
    return conditions;
  }

  private String since(String type, Map<String, Object> condition) {
    if (object.get("status", "conditions") instanceof List<?> before) {
      for (Object one : before) {
        if (one instanceof Map<?, ?> map
            && type.equals(map.get("type"))
            && condition.get("status").equals(map.get("status"))
            && map.get("lastTransitionTime") != null) {
          return map.get("lastTransitionTime").toString();
        }
      }
    }
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
