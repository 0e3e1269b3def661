package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of one pipeline in Grafana, which knows no namespaces: files are told apart by dots, that
 * neither namespaces nor pipelines have, and uids, of 40 characters at most, by a hash.
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

  String dataSourceUid() {
    return "es-" + names.pipeline() + "-" + hash();
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
