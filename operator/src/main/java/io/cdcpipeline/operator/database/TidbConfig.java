package io.cdcpipeline.operator.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.kubernetes.config.OwnedKeys;
import java.util.Optional;

/** A component's TOML: the operator's own defaults, and over them what the spec passes on. */
final class TidbConfig {
  private static final ObjectMapper TOML = new TomlMapper();
  private static final String TIDB_OPERATOR = "belongs to TiDB Operator";
  private static final String VOLUME = "belongs to the volume that storage asks for";

  private TidbConfig() {}

  /** What the configurations of the spec have that is wrong or not free. */
  static Optional<String> problem(ManagedDatabase database) {
    return TidbPods.components(database).entrySet().stream()
        .flatMap(c -> problem(c.getKey(), c.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> problem(String name, Component component) {
    if (component.config() == null) {
      return Optional.empty();
    }
    var owned = owned(name, component);
    try {
      return owned.problem(OwnedKeys.flat(TOML.readTree(component.config())).keySet());
    } catch (JsonProcessingException e) {
      return Optional.of("%s: not TOML: %s".formatted(owned.path(), message(e)));
    }
  }

  private static String message(JsonProcessingException e) {
    var at = e.getLocation();
    var what = e.getOriginalMessage().lines().findFirst().orElse("");
    return at == null || at.getLineNr() < 1 ? what : "line %d: %s".formatted(at.getLineNr(), what);
  }

  /** TiDB Operator 2.0.1 stops at such keys, with no more than a line in its own log. */
  private static OwnedKeys owned(String name, Component component) {
    var keys = OwnedKeys.of("spec.database.managed." + name + ".config");
    boolean volume = component.storage() != null;
    return switch (name) {
      case "pd" ->
          keys.owning(TIDB_OPERATOR, "name", "data-dir", "client-urls", "peer-urls")
              .owning(TIDB_OPERATOR, "advertise-client-urls", "advertise-peer-urls", "join")
              .owning(TIDB_OPERATOR, "initial-cluster*", "security.cacert-path")
              .owning(TIDB_OPERATOR, "security.cert-path", "security.key-path");
      case "tikv" ->
          keys.owning(TIDB_OPERATOR, "server.addr", "server.advertise-addr", "storage.data-dir")
              .owning(TIDB_OPERATOR, "server.status-addr", "server.advertise-status-addr")
              .owning(TIDB_OPERATOR, "pd.endpoints", "security.ca-path", "security.cert-path")
              .owning(TIDB_OPERATOR, "security.key-path");
      case "tidb" ->
          (volume ? keys.owning(VOLUME, "temp-dir") : keys)
              .owning(TIDB_OPERATOR, "store", "host", "path", "port", "advertise-address")
              .owning(TIDB_OPERATOR, "initialize-sql-file", "labels", "security.ssl-*")
              .owning(TIDB_OPERATOR, "security.cluster-ssl-*", "security.auth-token-jwks")
              .owning(TIDB_OPERATOR, "status.status-host", "status.status-port");
      default ->
          (volume ? keys.owning(VOLUME, "data-dir") : keys)
              .owning(TIDB_OPERATOR, "addr", "advertise-addr", "pd", "security.ca-path")
              .owning(TIDB_OPERATOR, "security.cert-path", "security.key-path")
              .owning("stays UTC, because messages do not name their zone", "tz");
    };
  }

  /**
   * Both in one text; without any of the spec's, the operator's own as it is.
   *
   * @param defaults TOML that the spec may change
   */
  static String merged(String defaults, Component component) {
    if (component.config() == null) {
      return defaults;
    }
    try {
      var all = (ObjectNode) TOML.readTree(defaults);
      merge(all, TOML.readTree(component.config()));
      return TomlText.of(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checked before", e);
    }
  }

  private static void merge(ObjectNode into, JsonNode more) {
    for (var entry : more.properties()) {
      if (into.path(entry.getKey()).isObject() && entry.getValue().isObject()) {
        merge((ObjectNode) into.get(entry.getKey()), entry.getValue());
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }
}
