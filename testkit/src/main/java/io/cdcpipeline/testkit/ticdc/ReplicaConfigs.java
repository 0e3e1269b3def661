package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A replica_config as TiCDC decodes it: the request merged over the defaults, then validated. */
final class ReplicaConfigs {
  static final ObjectMapper JSON = new ObjectMapper();

  private ReplicaConfigs() {}

  static ObjectNode overDefaults(JsonNode sent) {
    ObjectNode config = defaults();
    if (sent.isObject()) {
      merge(config, (ObjectNode) sent);
    }
    check(config);
    return config;
  }

  static boolean forced(JsonNode config) {
    return config.path("force_replicate").asBoolean();
  }

  private static ObjectNode defaults() {
    try (InputStream in =
        ReplicaConfigs.class.getResourceAsStream("replica-config-defaults.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(ObjectNode onto, ObjectNode sent) {
    for (var field : sent.properties()) {
      JsonNode below = onto.get(field.getKey());
      if (below instanceof ObjectNode object && field.getValue() instanceof ObjectNode value) {
        merge(object, value);
      } else {
        onto.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void check(JsonNode config) {
    for (JsonNode rule : config.path("filter").path("rules")) {
      if (!TableFilter.valid(rule.asText())) {
        throw TicdcError.of("CDC:ErrFilterRuleInvalid", "filter rule is invalid " + rule.asText());
      }
    }
    if (forced(config)
        && config.path("sink").path("delete_only_output_handle_key_columns").asBoolean()) {
      throw TicdcError.of(
          "CDC:ErrInvalidReplicaConfig",
          "force_replicate conflicts with delete_only_output_handle_key_columns");
    }
    for (JsonNode dispatcher : config.path("sink").path("dispatchers")) {
      boolean byColumns = dispatcher.path("partition").asText().equals("columns");
      if (byColumns && dispatcher.path("columns").isEmpty()) {
        throw TicdcError.of("CDC:ErrInvalidReplicaConfig", "bad dispatcher " + dispatcher);
      }
    }
  }
}
