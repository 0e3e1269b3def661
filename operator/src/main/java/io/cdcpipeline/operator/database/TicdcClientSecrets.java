package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets that TiCDC needs as files to reach Kafka over TLS, one folder each as v1 mounts them. */
final class TicdcClientSecrets {
  private static final String FOLDER = "/var/lib/sink-tls/";

  private TicdcClientSecrets() {}

  static Set<String> of(CdcPipeline pipeline) {
    var access = KafkaEndpoint.forTicdc(pipeline);
    var secrets = new LinkedHashSet<String>();
    if (access.caSecret() != null && access.clientCertificate() != null) {
      secrets.add(access.caSecret());
      secrets.add(access.clientCertificate().secret());
    }
    return secrets;
  }

  static List<Map<String, Object>> volumes(Set<String> secrets) {
    return secrets.stream()
        .map(s -> Map.<String, Object>of("name", name(s), "secret", Map.of("secretName", s)))
        .toList();
  }

  static List<Map<String, Object>> mounts(Set<String> secrets) {
    return secrets.stream()
        .map(
            s -> Map.<String, Object>of("name", name(s), "mountPath", FOLDER + s, "readOnly", true))
        .toList();
  }

  private static String name(String secret) {
    var name = "sink-" + secret.replace('.', '-');
    return name.length() <= 63 ? name : name.substring(0, 63).replaceAll("-+$", "");
  }
}
