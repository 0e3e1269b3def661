package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Strimzi's Kafka: listeners, replication and exporter of a KRaft cluster. */
final class KafkaManifest {
  static final ResourceKind KIND = ResourceKind.of("kafka.strimzi.io/v1", "Kafka");

  /** Strimzi's label with the name of the Kafka that an object belongs to. */
  static final String CLUSTER_LABEL = "strimzi.io/cluster";

  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaManifest.class, "kafka.yaml");

  private KafkaManifest() {}

  static GenericKubernetesResource desired(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var kafka = pipeline.getSpec().kafka().managed();
    int replicationFactor = DesiredTopic.replicationFactorFor(kafka.replicas());
    int minInSync = DesiredTopic.minInSyncReplicas(replicationFactor);
    var manifest =
        BASE.named(names, names.kafka(), ComponentName.KAFKA)
            .set("/spec/kafka/version", kafka.version())
            .set("/spec/kafka/listeners", listeners(kafka.tls()))
            .set("/spec/kafka/config/default.replication.factor", replicationFactor)
            .set("/spec/kafka/config/offsets.topic.replication.factor", replicationFactor)
            .set("/spec/kafka/config/transaction.state.log.replication.factor", replicationFactor)
            .set("/spec/kafka/config/min.insync.replicas", minInSync)
            .set("/spec/kafka/config/transaction.state.log.min.isr", minInSync);
    KafkaSettings.write(manifest, kafka);
    return KafkaPods.kafka(manifest, names, kafka).build();
  }

  /**
   * A listener has one kind of authentication, and TiCDC accepts a private CA only together with a
   * client certificate.
   */
  private static List<Map<String, Object>> listeners(boolean tls) {
    return tls
        ? List.of(
            listener("tls", ResourceNames.KAFKA_TLS_PORT, true, "scram-sha-512"),
            listener("mtls", ResourceNames.KAFKA_MTLS_PORT, true, "tls"))
        : List.of(listener("scram", ResourceNames.KAFKA_SCRAM_PORT, false, "scram-sha-512"));
  }

  private static Map<String, Object> listener(
      String name, int port, boolean tls, String authentication) {
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
        Map.of("type", authentication));
  }
}
