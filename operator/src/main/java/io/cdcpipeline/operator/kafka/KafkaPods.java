package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.ManagedKafka;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.NodeAffinity;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodRules;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where Strimzi 1.2.0 takes pod templates, in its Kafka and its KafkaNodePool. */
final class KafkaPods {
  private static final String SPEC = "spec.kafka.managed";
  private static final PodPlaces POOL =
      pod("/spec/template").container("/spec/template/kafkaContainer");
  private static final PodPlaces NODES =
      probes(PodPlaces.none(), "/spec/kafka")
          .with(
              PodSetting.SERVICE_ACCOUNT,
              "/spec/kafka/template/serviceAccount/metadata/annotations");
  private static final String EXPORTER_TEMPLATE = "/spec/kafkaExporter/template";
  private static final PodPlaces EXPORTER =
      probes(
          withAccount(pod(EXPORTER_TEMPLATE), EXPORTER_TEMPLATE)
              .container(EXPORTER_TEMPLATE + "/container"),
          "/spec/kafkaExporter");
  private static final String ENTITIES_TEMPLATE = "/spec/entityOperator/template";

  /** Two containers, which are shaped alike. */
  private static final PodPlaces ENTITIES =
      probes(
          probes(
              withAccount(pod(ENTITIES_TEMPLATE), ENTITIES_TEMPLATE)
                  .container(ENTITIES_TEMPLATE + "/topicOperatorContainer")
                  .container(ENTITIES_TEMPLATE + "/userOperatorContainer"),
              "/spec/entityOperator/topicOperator"),
          "/spec/entityOperator/userOperator");

  private KafkaPods() {}

  /** What the templates of the spec have that Strimzi does not take. */
  static Optional<String> problem(ManagedKafka kafka) {
    return Stream.of(
            rules(SPEC + ".template").problem(kafka.template()),
            rules(SPEC + ".exporter.template").problem(exporter(kafka)),
            rules(SPEC + ".entityOperator.template").problem(entityOperator(kafka)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The node pool's part of the nodes' template. */
  static ManifestTemplate pool(ManifestTemplate pool, ResourceNames names, ManagedKafka kafka) {
    var pods = Map.of("strimzi.io/pool-name", names.nodePool());
    return POOL.write(pool, NodeAffinity.withoutNodeSelector(kafka.template()), pods);
  }

  /** The rest of it, and the templates of what runs beside the nodes. */
  static ManifestTemplate kafka(
      ManifestTemplate manifest, ResourceNames names, ManagedKafka kafka) {
    NODES.write(manifest, kafka.template(), Map.of());
    EXPORTER.write(
        manifest,
        NodeAffinity.withoutNodeSelector(exporter(kafka)),
        pods(names, "-kafka-exporter"));
    return ENTITIES.write(
        manifest,
        NodeAffinity.withoutNodeSelector(entityOperator(kafka)),
        pods(names, "-entity-operator"));
  }

  private static PodTemplate exporter(ManagedKafka kafka) {
    return kafka.exporter() == null ? null : kafka.exporter().template();
  }

  private static PodTemplate entityOperator(ManagedKafka kafka) {
    return kafka.entityOperator() == null ? null : kafka.entityOperator().template();
  }

  private static Map<String, String> pods(ResourceNames names, String suffix) {
    return Map.of(
        KafkaManifest.CLUSTER_LABEL, names.kafka(), "strimzi.io/name", names.kafka() + suffix);
  }

  private static PodPlaces pod(String template) {
    return PodPlaces.none()
        .metadata(template + "/pod/metadata")
        .pod(template + "/pod")
        .without(PodSetting.NODE_SELECTOR);
  }

  private static PodPlaces withAccount(PodPlaces places, String template) {
    return places.with(
        PodSetting.SERVICE_ACCOUNT, template + "/serviceAccount/metadata/annotations");
  }

  private static PodPlaces probes(PodPlaces places, String component) {
    return places
        .with(PodSetting.LIVENESS_PROBE, component + "/livenessProbe")
        .with(PodSetting.READINESS_PROBE, component + "/readinessProbe");
  }

  private static PodRules rules(String path) {
    return PodRules.of(path)
        .owningKeys("strimzi.io/")
        .owningVariables("KAFKA_*", "STRIMZI_*")
        .refusing(PodSetting.STARTUP_PROBE, "Strimzi has no such probe here: set liveness instead")
        .refusing(
            "container.env[].valueFrom.fieldRef",
            "Strimzi takes variables only from a Secret or a ConfigMap");
  }
}
