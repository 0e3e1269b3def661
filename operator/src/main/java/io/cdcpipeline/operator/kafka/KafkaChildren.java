package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ManagedKafka;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the Kafka stage creates of a pipeline, without a cluster. */
public final class KafkaChildren {
  /** Stands for the checksum of a password that nobody here knows. */
  private static final String PASSWORD = "";

  private KafkaChildren() {}

  /**
   * The children, Secrets without their contents.
   *
   * @param pipeline with every default filled in
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline) {
    if (pipeline.getSpec().kafka().existing() != null) {
      return List.of();
    }
    var names = ResourceNames.of(pipeline);
    boolean tls = pipeline.getSpec().kafka().managed().tls();
    var children = new ArrayList<GenericKubernetesResource>();
    children.add(KafkaNodePoolManifest.desired(pipeline));
    children.add(KafkaManifest.desired(pipeline));
    children.add(secret(names, names.consumerPasswordSecret()));
    if (!tls) {
      children.add(secret(names, names.ticdcPasswordSecret()));
    }
    children.add(KafkaTopicManifest.events(pipeline));
    children.add(KafkaTopicManifest.deadLetters(pipeline));
    children.add(KafkaUserManifest.ticdc(pipeline, tls ? null : PASSWORD));
    children.add(KafkaUserManifest.consumer(pipeline, PASSWORD));
    return children;
  }

  /** The first thing in the spec that this stage cannot take, with its path; empty if none. */
  public static Optional<String> problem(CdcPipeline pipeline) {
    var kafka = pipeline.getSpec().kafka();
    return kafka.existing() != null ? Optional.empty() : problem(kafka.managed());
  }

  static Optional<String> problem(ManagedKafka kafka) {
    return KafkaPods.problem(kafka).or(() -> KafkaSettings.problem(kafka));
  }

  private static GenericKubernetesResource secret(ResourceNames names, String name) {
    return SecretStore.desired(names, name, ComponentName.KAFKA, Map.of());
  }
}
