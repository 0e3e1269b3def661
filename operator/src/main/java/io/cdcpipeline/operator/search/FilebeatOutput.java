package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.Map;

/** Where Filebeat writes and as which user; each kind adds its part to the Beat. */
sealed interface FilebeatOutput {
  String OUTPUT = "/spec/config/output.elasticsearch";
  String POD = "/spec/daemonSet/podTemplate/spec";

  ManifestTemplate addTo(ManifestTemplate beat);

  /** The pipeline's own Elasticsearch: ECK adds its address and CA certificate. */
  record Managed(ResourceNames names, String version) implements FilebeatOutput {
    @Override
    public ManifestTemplate addTo(ManifestTemplate beat) {
      // ECK's own user for a Beat may only write to filebeat-* and logs-*.
      return withCredentials(beat, ElasticsearchUser.WRITER.secret(names))
          .set("/spec/version", ElasticsearchManifest.version(version))
          .set("/spec/elasticsearchRef/name", names.elasticsearch());
    }
  }

  /**
   * An Elasticsearch that ECK does not know. Credentials come from the user's own Secrets, so no
   * copy can go stale, and no privilege is needed but to write.
   */
  record Existing(ExistingSearch search) implements FilebeatOutput {
    private static final String CA_FOLDER = "/etc/cdc/elasticsearch-ca";

    @Override
    public ManifestTemplate addTo(ManifestTemplate beat) {
      beat.set(OUTPUT + "/hosts", List.of(ElasticsearchEndpoint.withPort(search.url())));
      if (search.credentialsSecret() == null) {
        beat.remove(OUTPUT + "/username").remove(OUTPUT + "/password");
      } else {
        withCredentials(beat, search.credentialsSecret());
      }
      return search.caSecret() == null ? beat : withCa(beat);
    }

    private ManifestTemplate withCa(ManifestTemplate beat) {
      return beat.set(OUTPUT + "/ssl.certificate_authorities", List.of(CA_FOLDER + "/ca.crt"))
          .add(
              POD + "/containers/0/volumeMounts",
              Map.of("name", "elasticsearch-ca", "mountPath", CA_FOLDER, "readOnly", true))
          .add(
              POD + "/volumes",
              Map.of(
                  "name", "elasticsearch-ca", "secret", Map.of("secretName", search.caSecret())));
    }
  }

  private static ManifestTemplate withCredentials(ManifestTemplate beat, String secret) {
    return beat.set(
        POD + "/containers/0/env",
        List.of(
            variable("ES_USERNAME", secret, "username"),
            variable("ES_PASSWORD", secret, "password")));
  }

  private static Map<String, Object> variable(String name, String secret, String key) {
    return Map.of(
        "name", name, "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
  }
}
