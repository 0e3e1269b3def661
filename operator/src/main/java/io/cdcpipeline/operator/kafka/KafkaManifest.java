package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.Replication;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Strimzi's Kafka: listeners, replication and exporter of a KRaft cluster. */
final class KafkaManifest {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaManifest.class, "kafka.yaml");

  private KafkaManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var kafka = pipeline.getSpec().kafka().managed();
    int copies = Replication.replicationFactor(kafka.replicas());
    var manifest =
        BASE.named(names, names.kafka(), KafkaStage.COMPONENT)
            .set(kafka.version(), "spec", "kafka", "version")
            .set(listeners(kafka.tls()), "spec", "kafka", "listeners");
    for (var setting :
        List.of(
            "default.replication.factor",
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor")) {
      manifest.set(copies, "spec", "kafka", "config", setting);
    }
    return manifest
        .set(Replication.inSync(copies), "spec", "kafka", "config", "min.insync.replicas")
        .set(Replication.inSync(copies), "spec", "kafka", "config", "transaction.state.log.min.isr")
        .build();
  }

  /**
   * A listener has one way to log in, and TiCDC takes a private authority only with its own
   * certificate.
   */
  private static List<Map<String, Object>> listeners(boolean tls) {
    return tls
        ? List.of(
            listener("tls", ResourceNames.KAFKA_TLS_PORT, true, "scram-sha-512"),
            listener("mtls", ResourceNames.KAFKA_MTLS_PORT, true, "tls"))
        : List.of(listener("scram", ResourceNames.KAFKA_SCRAM_PORT, false, "scram-sha-512"));
  }

  private static Map<String, Object> listener(String name, int port, boolean tls, String login) {
    return Map.of(
        "name",
        name,
        "port",
        port,
        "type",
        "internal",
        "tls",
        tls,
        "authentication",
        Map.of("type", login));
  }
}
