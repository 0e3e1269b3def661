package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets that TiCDC's pods need as files to reach Kafka over TLS. */
final class TicdcClientSecrets {
  private TicdcClientSecrets() {}

  static Set<String> of(CdcPipeline pipeline) {
    var kafka = KafkaEndpoint.forTicdc(pipeline);
    var secrets = new LinkedHashSet<String>();
    if (kafka.caSecret() != null && kafka.clientCertificate() != null) {
      secrets.add(kafka.caSecret());
      secrets.add(kafka.clientCertificate().secret());
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
                    "name", name(s), "mountPath", KafkaEndpoint.ticdcFolder(s), "readOnly", true))
        .toList();
  }

  private static String name(String secret) {
    var name = "sink-" + secret.replace('.', '-');
    return name.length() <= 63 ? name : name.substring(0, 63).replaceAll("-+$", "");
  }
}
