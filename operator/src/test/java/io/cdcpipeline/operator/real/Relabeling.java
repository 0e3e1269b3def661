package io.cdcpipeline.operator.real;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What Prometheus does to a discovered target by relabel_configs, as far as they are used here. */
final class Relabeling {
  private Relabeling() {}

  /** The labels of the target's series; empty when it is not scraped. */
  static Optional<Map<String, String>> of(JsonNode configs, Map<String, String> discovered) {
    var labels = new TreeMap<>(discovered);
    for (var config : configs) {
      if (!apply(config, labels)) {
        return Optional.empty();
      }
    }
    labels.keySet().removeIf(name -> name.startsWith("__"));
    return Optional.of(labels);
  }

  /** False when the target is dropped. */
  private static boolean apply(JsonNode config, Map<String, String> labels) {
    var value =
        StreamSupport.stream(config.path("source_labels").spliterator(), false)
            .map(label -> labels.getOrDefault(label.asText(), ""))
            .collect(Collectors.joining(config.path("separator").asText(";")));
    var match = Pattern.compile(config.path("regex").asText("(.*)")).matcher(value);
    var action = config.path("action").asText("replace");
    return switch (action) {
      case "keep" -> match.matches();
      case "drop" -> !match.matches();
      case "replace" -> replace(config, match, labels);
      case "hashmod" -> hashmod(config, labels);
      default -> throw new AssertionError("unknown action " + action);
    };
  }

  private static boolean replace(JsonNode config, Matcher match, Map<String, String> labels) {
    if (match.matches()) {
      var text = new StringBuilder();
      var template = config.path("replacement").asText("$1").replace("${", "$").replace("}", "");
      match.reset();
      if (match.find()) {
        match.appendReplacement(text, template);
      }
      labels.put(config.path("target_label").asText(), text.toString());
    }
    return true;
  }

  /** All targets are in the one shard that there is. */
  private static boolean hashmod(JsonNode config, Map<String, String> labels) {
    labels.put(config.path("target_label").asText(), "0");
    return true;
  }

  /** A target as Prometheus discovers it, on the named port of a running pod. */
  static Map<String, String> discovered(
      String namespace, String prefix, Map<String, String> labels, String port, String name) {
    var target = new HashMap<String, String>();
    labels.forEach(
        (key, value) -> {
          var sanitized = key.replaceAll("[^a-zA-Z0-9_]", "_");
          target.put("__meta_kubernetes_" + prefix + sanitized, value);
          target.put(
              "__meta_kubernetes_" + prefix.replace("label_", "labelpresent_") + sanitized, "true");
        });
    target.put("__meta_kubernetes_namespace", namespace);
    target.put("__meta_kubernetes_" + port, name);
    target.put("__meta_kubernetes_endpoint_port_name", name);
    target.put("__meta_kubernetes_pod_name", "a-pod");
    target.put("__meta_kubernetes_pod_phase", "Running");
    target.put("__meta_kubernetes_pod_ready", "true");
    target.put("__meta_kubernetes_pod_container_name", "a-container");
    return target;
  }
}
