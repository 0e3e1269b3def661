package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.endpoint.ElasticsearchUrl;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.Map;

/** Where Filebeat writes and as whom; each kind adds its part to the Beat. */
sealed interface FilebeatOutput {
  ManifestTemplate addTo(ManifestTemplate beat);

  /** The Elasticsearch of this pipeline: ECK adds its address and certificate authority. */
  record Managed(ResourceNames names, String version) implements FilebeatOutput {
    @Override
    public ManifestTemplate addTo(ManifestTemplate beat) {
      // Not as the user that ECK makes for a Beat: it may write to filebeat-* and logs-* only.
      return withCredentials(beat, ElasticsearchUser.WRITER.secret(names))
          .set(ElasticsearchManifest.version(version), "spec", "version")
          .set(names.elasticsearch(), "spec", "elasticsearchRef", "name");
    }
  }

  /**
   * An Elasticsearch that ECK need not know. Everything comes from the user's own Secrets, so that
   * no copy of them can go stale, and no right is needed but to write.
   */
  record Existing(ExistingSearch search) implements FilebeatOutput {
    private static final String CA_FOLDER = "/etc/cdc/elasticsearch-ca";

    @Override
    public ManifestTemplate addTo(ManifestTemplate beat) {
      beat.set(List.of(ElasticsearchUrl.withPort(search.url())), output("hosts"));
      if (search.credentialsSecret() == null) {
        beat.without(output("username")).without(output("password"));
      } else {
        withCredentials(beat, search.credentialsSecret());
      }
      return search.caSecret() == null ? beat : withAuthority(beat);
    }

    private ManifestTemplate withAuthority(ManifestTemplate beat) {
      return beat.set(List.of(CA_FOLDER + "/ca.crt"), output("ssl.certificate_authorities"))
          .add(
              Map.of("name", "elasticsearch-ca", "mountPath", CA_FOLDER, "readOnly", true),
              pod("containers", "0", "volumeMounts"))
          .add(
              Map.of("name", "elasticsearch-ca", "secret", Map.of("secretName", search.caSecret())),
              pod("volumes"));
    }
  }

  private static ManifestTemplate withCredentials(ManifestTemplate beat, String secret) {
    return beat.set(
        List.of(
            variable("ES_USERNAME", secret, "username"),
            variable("ES_PASSWORD", secret, "password")),
        pod("containers", "0", "env"));
  }

  private static Map<String, Object> variable(String name, String secret, String key) {
    return Map.of(
        "name", name, "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
  }

  private static String[] output(String key) {
    return new String[] {"spec", "config", "output.elasticsearch", key};
  }

  private static String[] pod(String... path) {
    var full = new String[path.length + 4];
    System.arraycopy(new String[] {"spec", "daemonSet", "podTemplate", "spec"}, 0, full, 0, 4);
    System.arraycopy(path, 0, full, 4, path.length);
    return full;
  }
}
