package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The users of a managed Elasticsearch, each with the least privileges; roles.yml has the roles.
 */
enum ElasticsearchUser {
  /** Filebeat: may only create documents. */
  WRITER,
  /** Grafana and people: may only read. */
  READER,
  /** This operator: manages the index template and deletes expired indices. */
  SETUP;

  String secret(ResourceNames names) {
    return names.elasticsearchUser(role());
  }

  /** The Secret without the password, with the keys that ECK's file realm reads. */
  Map<String, String> fixed() {
    return Map.of("username", "cdc-" + role(), "roles", "cdc_" + role());
  }

  static List<String> secrets(ResourceNames names) {
    return Arrays.stream(values()).map(user -> user.secret(names)).toList();
  }

  String role() {
    return name().toLowerCase(Locale.ROOT);
  }
}
