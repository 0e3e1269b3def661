package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Strimzi's users, with the least privileges that TiCDC and the consumer were measured to need. */
final class KafkaUserManifest {
  static final ResourceKind KIND = ResourceKind.of("kafka.strimzi.io/v1", "KafkaUser");

  static final String PASSWORD = "cdcpipeline.io/password-checksum";

  private static final ManifestTemplate BASE =
      ManifestTemplate.load(KafkaUserManifest.class, "kafkauser.yaml");

  private KafkaUserManifest() {}

  /**
   * TiCDC's user.
   *
   * @param password checksum of its Secret; null with a client certificate, which Strimzi issues
   */
  static GenericKubernetesResource ticdc(CdcPipeline pipeline, String password) {
    var names = ResourceNames.of(pipeline);
    boolean tls = pipeline.getSpec().kafka().managed().tls();
    return desired(
        names,
        names.ticdcUser(),
        password,
        tls ? Map.of("type", "tls") : scram(names.ticdcPasswordSecret()),
        List.of(
            acl("topic", KafkaEndpoint.topic(pipeline), "Describe", "DescribeConfigs", "Write"),
            // min.insync.replicas of the brokers, where the topic does not set it
            Map.of(
                "resource", Map.of("type", "cluster"), "operations", List.of("DescribeConfigs"))));
  }

  /**
   * The consumer's user.
   *
   * @param password checksum of its Secret
   */
  static GenericKubernetesResource consumer(CdcPipeline pipeline, String password) {
    var names = ResourceNames.of(pipeline);
    return desired(
        names,
        names.consumerUser(),
        password,
        scram(names.consumerPasswordSecret()),
        List.of(
            acl("topic", KafkaEndpoint.topic(pipeline), "Describe", "Read"),
            acl("group", names.consumerGroup(), "Read"),
            acl("topic", KafkaEndpoint.deadLetterTopic(pipeline), "Describe", "Write")));
  }

  private static GenericKubernetesResource desired(
      ResourceNames names,
      String user,
      String password,
      Map<String, Object> authentication,
      List<Map<String, Object>> acls) {
    // Strimzi watches users but not the Secrets they name: without a change here, it would read a
    // new password up to two minutes later.
    return BASE.named(names, user, ComponentName.KAFKA)
        .setAll("/metadata/labels", Map.of(KafkaManifest.CLUSTER_LABEL, names.kafka()))
        .setAll("/metadata/annotations", password == null ? Map.of() : Map.of(PASSWORD, password))
        .set("/spec/authentication", authentication)
        .set("/spec/authorization/acls", acls)
        .build();
  }

  /** With our own password: Strimzi has been seen to generate a new one. */
  private static Map<String, Object> scram(String secret) {
    var key = Map.of("name", secret, "key", "password");
    return Map.of(
        "type", "scram-sha-512", "password", Map.of("valueFrom", Map.of("secretKeyRef", key)));
  }

  private static Map<String, Object> acl(String type, String name, String... operations) {
    return Map.of(
        "resource",
        Map.of("type", type, "name", name, "patternType", "literal"),
        "operations",
        List.of(operations));
  }
}
