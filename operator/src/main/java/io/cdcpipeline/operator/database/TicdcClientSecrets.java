package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets that TiCDC needs as files to reach Kafka over TLS, one folder each as v1 mounts them. */
final class TicdcClientSecrets {
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
            s ->
                Map.<String, Object>of(
                    "name", name(s),
                    "mountPath", ResourceNames.ticdcSecretDirectory(s),
                    "readOnly", true))
        .toList();
  }

  private static String name(String secret) {
    var name = "sink-" + secret.replace('.', '-');
    return name.length() <= 63 ? name : name.substring(0, 63).replaceAll("-+$", "");
  }
}
