package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The consumer's files: its configuration, and secrets that must not be in its environment. */
final class ConsumerVolumes {
  private ConsumerVolumes() {}

  /** A volume and its mount. */
  record Mounted(Map<String, Object> volume, Map<String, Object> mount) {}

  static List<Mounted> of(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var kafka = KafkaEndpoint.forConsumer(pipeline);
    var volumes = new ArrayList<Mounted>();
    volumes.add(
        mounted(
            "config",
            ConsumerEnvironment.CONFIG_FOLDER,
            Map.of("configMap", Map.of("name", names.consumer()))));
    if (kafka.passwordSecret() != null) {
      volumes.add(
          secret("kafka", ConsumerEnvironment.KAFKA_FOLDER, kafka.passwordSecret(), "password"));
    }
    if (kafka.caSecret() != null) {
      volumes.add(secret("kafka-ca", ConsumerEnvironment.CA_FOLDER, kafka.caSecret(), "ca.crt"));
    }
    if (ConsumerEnvironment.hashes(pipeline)) {
      volumes.add(
          secret(
              "redact-key", ConsumerEnvironment.KEY_FOLDER, names.redactKeySecret(), "password"));
    }
    return volumes;
  }

  private static Mounted secret(String name, String folder, String secret, String key) {
    var item = Map.of("key", key, "path", key);
    return mounted(
        name, folder, Map.of("secret", Map.of("secretName", secret, "items", List.of(item))));
  }

  private static Mounted mounted(String name, String folder, Map<String, Object> source) {
    var volume = new java.util.TreeMap<String, Object>(source);
    volume.put("name", name);
    return new Mounted(volume, Map.of("name", name, "mountPath", folder, "readOnly", true));
  }
}
