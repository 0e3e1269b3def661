package io.cdcpipeline.operator.monitoring;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which of a pipeline's objects one Prometheus selects, as prometheus-operator does: an absent
 * selector selects nothing, an empty one everything; an absent namespace selector is the
 * Prometheus' own namespace.
 */
record PrometheusSelectors(GenericKubernetesResource prometheus) {
  /** The field of the selector for each kind; its namespace selector is named alike. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "ServiceMonitor", "serviceMonitor",
          "PodMonitor", "podMonitor",
          "PrometheusRule", "rule");

  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  boolean selects(String kind, String namespace, Map<String, String> labels) {
    var field = FIELDS.get(kind);
    return matchesNamespace(selector(field + "NamespaceSelector"), namespace)
        && matches(selector(field + "Selector"), labels);
  }

  /** For people: its name, and by what it selects objects of that kind. */
  String describe(String kind) {
    var selector = selector(FIELDS.get(kind) + "Selector");
    return "Prometheus %s/%s selects %s"
        .formatted(
            prometheus.getMetadata().getNamespace(),
            prometheus.getMetadata().getName(),
            selector == null ? "none at all" : text(selector));
  }

  private static String text(Map<String, Object> selector) {
    if (selector.isEmpty()) {
      return "all of some namespaces";
    }
    var labels =
        map(selector.get("matchLabels")).entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining(", "));
    return expressions(selector).isEmpty()
        ? "by {%s}".formatted(labels)
        : "by {%s} and expressions".formatted(labels);
  }

  private Map<String, Object> selector(String field) {
    Object selector = prometheus.get("spec", field);
    return selector == null ? null : map(selector);
  }

  /** Labels of namespaces but their name are unknown here, and taken for selected. */
  private boolean matchesNamespace(Map<String, Object> selector, String namespace) {
    if (selector == null) {
      return namespace.equals(prometheus.getMetadata().getNamespace());
    }
    var known = Map.of(NAMESPACE_NAME, namespace);
    var labels = map(selector.get("matchLabels"));
    return labels.entrySet().stream()
            .filter(e -> known.containsKey(e.getKey()))
            .allMatch(e -> e.getValue().equals(known.get(e.getKey())))
        && expressions(selector).stream()
            .filter(e -> known.containsKey(e.get("key")))
            .allMatch(e -> matchesExpression(e, known));
  }

  private static boolean matches(Map<String, Object> selector, Map<String, String> labels) {
    return selector != null
        && map(selector.get("matchLabels")).entrySet().stream()
            .allMatch(e -> Objects.equals(labels.get(e.getKey()), e.getValue()))
        && expressions(selector).stream().allMatch(e -> matchesExpression(e, labels));
  }

  private static boolean matchesExpression(
      Map<String, Object> expression, Map<String, String> labels) {
    var value = labels.get(String.valueOf(expression.get("key")));
    var values = expression.get("values") instanceof List<?> list ? list : List.of();
    return switch (String.valueOf(expression.get("operator"))) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  private static List<Map<String, Object>> expressions(Map<String, Object> selector) {
    return selector.get("matchExpressions") instanceof List<?> list
        ? list.stream().map(PrometheusSelectors::map).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // As Jackson reads an object.
  private static Map<String, Object> map(Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }
}
