package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of one pipeline in Grafana, which has no namespaces. File names are unique by their dots,
 * which neither namespaces nor pipelines contain; uids, of at most 40 characters, by a hash.
 */
record GrafanaNames(ResourceNames names) {
  String dataSourceSecret() {
    return "cdc." + names.namespace() + "." + names.pipeline();
  }

  String dataSourceFile() {
    return dataSourceSecret() + ".yaml";
  }

  String dashboardFile() {
    return dataSourceSecret() + ".json";
  }

  String dataSourceName() {
    return "CDC events (%s/%s)".formatted(names.namespace(), names.pipeline());
  }

  String dataSourceUid() {
    return "es-" + names.pipeline() + "-" + hash();
  }

  String lokiUid() {
    return "loki-" + names.pipeline() + "-" + hash();
  }

  String dashboardUid() {
    return "cdc-" + names.pipeline() + "-" + hash();
  }

  private String hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var both = names.namespace() + "/" + names.pipeline();
      return HexFormat.of().formatHex(digest.digest(both.getBytes(StandardCharsets.UTF_8)), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
