package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.status.ConditionType;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Minimal pipelines on the real API server, and the permissions of their operator. */
record RealPipelines(RealApi api) {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Applies the pipeline shop in a new namespace, and returns that. */
  String create() {
    var namespace = api.namespace();
    apply(namespace, "shop");
    return namespace;
  }

  void apply(String namespace, String name) {
    api.client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: cdcpipeline.io/v1alpha1
                kind: CdcPipeline
                metadata: {name: %s, namespace: %s}
                spec: {deletionPolicy: Delete, changefeed: {tables: ["shop.*"]}}
                """
                    .formatted(name, namespace),
                CdcPipeline.class))
        .create();
  }

  void delete(String namespace, String name) {
    api.kubectl("delete", "cdcpipeline", name, "-n", namespace, "--timeout=90s");
  }

  /** What Strimzi would report, so that the consumer stage proceeds. */
  void kafkaBecomesReady(String namespace) {
    for (var kind : List.of("Kafka", "KafkaTopic", "KafkaUser")) {
      api.client()
          .genericKubernetesResources("kafka.strimzi.io/v1", kind)
          .inNamespace(namespace)
          .withLabelSelector(Labels.MANAGED)
          .resources()
          .forEach(child -> child.editStatus(RealPipelines::ready));
    }
  }

  private static GenericKubernetesResource ready(GenericKubernetesResource child) {
    child.setAdditionalProperty(
        "status",
        Map.of(
            "observedGeneration",
            child.getMetadata().getGeneration(),
            "conditions",
            List.of(Map.of("type", "Ready", "status", "True"))));
    return child;
  }

  /** Writes an entry of the ConfigMap in which the operator keeps what it did for pipeline shop. */
  void remember(String namespace, String key, String value) {
    var names = new ResourceNames(namespace, "shop");
    api.client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(names.applied())
                .withLabels(Labels.of(names, ComponentName.OPERATOR))
                .endMetadata()
                .addToData(key, value)
                .build())
        .fieldManager(Labels.FIELD_MANAGER)
        .serverSideApply();
  }

  Set<String> children(String namespace, String pipeline) {
    return api.names(RealOperator.CHILDREN, namespace, Labels.PIPELINE + "=" + pipeline);
  }

  /** Waits until a condition of the pipeline shop has this reason and message. */
  void expect(String namespace, ConditionType type, String reason, String message) {
    await().atMost(SOON).untilAsserted(() -> has(namespace, type, reason, message));
  }

  /** The same while time passes quickly for the operator. */
  void expect(
      RealOperator operator, String namespace, ConditionType type, String reason, String message) {
    new PassingTime(api, operator)
        .await(namespace, SOON, () -> has(namespace, type, reason, message));
  }

  private void has(String namespace, ConditionType type, String reason, String message) {
    var pipelines = api.client().resources(CdcPipeline.class).inNamespace(namespace);
    assertThat(
            CdcPipelineStatus.condition(
                pipelines.withName("shop").get().getStatus(), type.toString()))
        .get()
        .extracting(Condition::reason, Condition::message)
        .containsExactly(reason, message);
  }

  /** Waits until a stage names the kind that it may not list. */
  void expectDenied(RealOperator operator, String namespace, ConditionType type, String kind) {
    expect(
        operator,
        namespace,
        type,
        "Forbidden",
        "this operator may not list and watch %s: grant it (helm chart, ClusterRole)"
            .formatted(kind));
  }

  /** Removes resources from the rules of the chart's ClusterRole. */
  void take(List<String> resources) {
    api.client()
        .rbac()
        .clusterRoles()
        .withName("cdc-system-cdc-pipeline-operator")
        .edit(
            role -> {
              role.getRules()
                  .forEach(
                      rule -> {
                        var kept = new ArrayList<>(rule.getResources());
                        kept.removeAll(resources);
                        rule.setResources(kept);
                      });
              role.getRules().removeIf(rule -> rule.getResources().isEmpty());
              return role;
            });
  }
}
