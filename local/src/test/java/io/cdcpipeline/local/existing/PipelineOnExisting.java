package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CdcPipeline called shop whose stages all use existing systems, by default unreachable ones. */
final class PipelineOnExisting {
  /** Longer than any timeout of the operator's clients. */
  private static final Duration SOON = Duration.ofMinutes(3);

  private static final String NOBODY = "127.0.0.1:1";

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, String> stages = new LinkedHashMap<>();

  PipelineOnExisting(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    stage("changefeed", "{tables: [\"shop.*\"]}");
    stage("database", "{existing: {host: 127.0.0.1, port: 1, ticdcUrl: \"http://%s\"}}", NOBODY);
    stage("kafka", "{existing: {bootstrapServers: \"%s\"}}", NOBODY);
    stage("search", "{enabled: false}");
    stage("monitoring", "{enabled: false}");
  }

  String namespace() {
    return namespace;
  }

  /** A database whose login is in the Secret tidb; {@code more} goes next to {@code existing}. */
  PipelineOnExisting database(String user, String password, int port, String more) {
    return secret("tidb", Map.of("username", user, "password", password))
        .database("127.0.0.1", port, more);
  }

  PipelineOnExisting database(String host, int port, String more) {
    return stage(
        "database",
        "{existing: {host: %s, port: %d, ticdcUrl: \"http://%s\", credentialsSecret: tidb}%s}",
        host,
        port,
        NOBODY,
        more);
  }

  /** Sets the spec of one stage, as YAML on one line. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation is in a library that nothing else needs
  PipelineOnExisting stage(String stage, String yaml, Object... values) {
    stages.put(stage, yaml.formatted(values));
    return this;
  }

  /** Adds a field to a stage. */
  PipelineOnExisting more(String stage, String field) {
    stages.computeIfPresent(
        stage, (name, yaml) -> yaml.substring(0, yaml.length() - 1) + ", " + field + "}");
    return this;
  }

  PipelineOnExisting secret(String name, Map<String, String> content) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .createOr(secret -> secret.update());
    return this;
  }

  /** Creates it, or updates its spec. */
  PipelineOnExisting apply() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: shop, namespace: %s}
            spec:
            """
                .formatted(namespace));
    stages.forEach((stage, text) -> yaml.append("  %s: %s%n".formatted(stage, text)));
    client.resource(yaml.toString()).forceConflicts().serverSideApply();
    return this;
  }

  void delete() {
    live().delete();
  }

  boolean isGone() {
    return live().get() == null;
  }

  /** Waits for a condition with this reason and message, as users read it. */
  void expect(String type, String reason, String message) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(condition(type))
                    .containsEntry("reason", reason)
                    .hasEntrySatisfying(
                        "message", text -> assertThat(text.toString()).matches(message)));
  }

  /** The current condition, if any. */
  @SuppressWarnings("unchecked")
  Map<String, Object> condition(String type) {
    List<Map<String, Object>> conditions = live().get().get("status", "conditions");
    return conditions == null
        ? Map.of()
        : conditions.stream().filter(c -> type.equals(c.get("type"))).findFirst().orElse(Map.of());
  }

  /** Names of the Beats that the operator created. */
  List<String> beats() {
    return client
        .genericKubernetesResources("beat.k8s.elastic.co/v1beta1", "Beat")
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(beat -> beat.getMetadata().getName())
        .toList();
  }

  /** Reason and note of each event of the pipeline. */
  List<String> events() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(event -> event.getReason() + ": " + event.getMessage())
        .toList();
  }

  /** The whole status as text. */
  String status() {
    return Serialization.asYaml(live().get().getAdditionalProperties().get("status"));
  }

  Map<String, String> secret(String name) {
    Map<String, String> content = new LinkedHashMap<>();
    client
        .secrets()
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getData()
        .forEach(
            (key, value) ->
                content.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return content;
  }

  private Resource<GenericKubernetesResource> live() {
    return client
        .genericKubernetesResources("cdcpipeline.io/v1alpha1", "CdcPipeline")
        .inNamespace(namespace)
        .withName("shop");
  }
}
