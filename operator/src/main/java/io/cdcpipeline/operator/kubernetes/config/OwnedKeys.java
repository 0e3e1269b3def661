package io.cdcpipeline.operator.kubernetes.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of a system's configuration that an operator sets, so that the spec must not.
 *
 * @param path of the configuration in the resource, e.g. {@code spec.kafka.managed.config}
 * @param owned keys, or with a trailing {@code *} beginnings of keys, with the reason
 * @param free exceptions from it
 */
public record OwnedKeys(String path, Map<String, String> owned, List<String> free) {
  /** None yet. */
  public static OwnedKeys of(String path) {
    return new OwnedKeys(path, Map.of(), List.of());
  }

  /** The same, and these keys for that reason. */
  public OwnedKeys owning(String why, String... keys) {
    var more = new LinkedHashMap<>(owned);
    for (var key : keys) {
      more.put(key, why);
    }
    return new OwnedKeys(path, more, free);
  }

  /** The same but for these keys. */
  public OwnedKeys except(String... keys) {
    return new OwnedKeys(path, owned, List.of(keys));
  }

  /** The first key that is not free, with the reason. */
  public Optional<String> problem(Iterable<String> keys) {
    for (var key : keys) {
      var why = owned.entrySet().stream().filter(o -> matches(o.getKey(), key)).findFirst();
      if (why.isPresent() && !free.contains(key)) {
        return Optional.of("%s: %s %s: remove it".formatted(path, key, why.get().getValue()));
      }
    }
    return Optional.empty();
  }

  /** A section is owned too if it has an owned key. */
  private static boolean matches(String owned, String key) {
    return owned.endsWith("*")
        ? key.startsWith(owned.substring(0, owned.length() - 1))
        : key.equals(owned) || key.startsWith(owned + ".");
  }

  /** Nested sections as keys with dots between; lists are values. */
  public static Map<String, JsonNode> flat(JsonNode config) {
    var flat = new LinkedHashMap<String, JsonNode>();
    collect("", config, flat);
    return flat;
  }

  private static void collect(String prefix, JsonNode section, Map<String, JsonNode> flat) {
    for (var entry : section.properties()) {
      var key = prefix + entry.getKey();
      if (entry.getValue().isObject()) {
        collect(key + ".", entry.getValue(), flat);
      } else {
        flat.put(key, entry.getValue());
      }
    }
  }
}
