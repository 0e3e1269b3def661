package io.cdcpipeline.fake.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of a real API server that the operator and its stand-ins rely on. */
class ApiServerTest {
  private static final Path CRD =
      Path.of(
          System.getProperty("repository.root", ".."), "crds/cdcpipelines.cdcpipeline.io-v1.yml");

  private ApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = ApiServer.start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void appliesFieldsAndRemovesThoseNoLongerSent() {
    applied("one", Map.of("a", "1", "b", "2"));
    client.configMaps().withName("x").edit(map -> with(map, "c", "3"));
    ConfigMap second = applied("one", Map.of("a", "1"));

    assertThat(second.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "c", "3"));
  }

  @Test
  void anApplyWithoutChangeWritesNothing() {
    ConfigMap first = applied("one", Map.of("a", "1"));
    ConfigMap second = applied("one", Map.of("a", "1"));

    assertThat(second.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
    assertThat(server.requests().count("patch", "fabric8")).isEqualTo(2);
  }

  @Test
  void anotherManagersFieldIsAConflictUnlessForced() {
    applied("one", Map.of("a", "1"));

    assertThatThrownBy(
            () -> client.resource(map(Map.of("a", "2"))).fieldManager("two").serverSideApply())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("\"one\": .data.a");
    ConfigMap forced =
        client
            .resource(map(Map.of("a", "2")))
            .fieldManager("two")
            .forceConflicts()
            .serverSideApply();
    assertThat(forced.getData()).containsEntry("a", "2");
  }

  @Test
  void fillsDefaultsOfTheCrdAndExplainsBrokenRules() {
    installCrd();

    GenericKubernetesResource created = client.resource(pipeline("shop", "[shop.*]")).create();
    assertThat(created.<String>get("spec", "deletionPolicy")).isEqualTo("Retain");
    assertThat(created.<Integer>get("spec", "kafka", "topic", "partitions")).isEqualTo(6);
    assertThatThrownBy(() -> client.resource(pipeline("empty", "[]")).create())
        .hasMessageContaining("CdcPipeline.cdcpipeline.io \"empty\" is invalid")
        .hasMessageContaining("spec.changefeed.tables")
        .hasMessageContaining("should have at least 1 items");
    assertThatThrownBy(() -> client.resource(pipeline("only-exclude", "['!a.*']")).create())
        .hasMessageContaining("spec.changefeed.tables: Invalid value");
    assertThatThrownBy(() -> client.resource(pipeline("1bad", "[shop.*]")).create())
        .hasMessageContaining("is invalid: <nil>: Invalid value");
  }

  @Test
  void checksTransitionRulesAgainstTheStoredObject() {
    installCrd();
    client.resource(pipeline("shop", "[shop.*]")).create();

    assertThatThrownBy(() -> merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":3}}}}"))
        .hasMessageContaining("spec.kafka.topic.partitions: Invalid value: 3");
    assertThat(
            merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":12}}}}")
                .getMetadata()
                .getGeneration())
        .isEqualTo(2);
    assertThatThrownBy(
            () -> merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":null}}}}"))
        .as("a null deletes the field, and its default is below 12")
        .hasMessageContaining("Invalid value: 6");
  }

  @Test
  void keepsStatusToItsSubresource() {
    installCrd();
    GenericKubernetesResource shop = client.resource(pipeline("shop", "[shop.*]")).create();
    shop.setAdditionalProperty("status", Map.of("phase", "Running"));
    GenericKubernetesResource plain = client.resource(shop).update();
    assertThat(plain.<Object>get("status")).isNull();

    plain.setAdditionalProperty("status", Map.of("phase", "Running"));
    GenericKubernetesResource status = client.resource(plain).updateStatus();
    assertThat(status.<String>get("status", "phase")).isEqualTo("Running");
    assertThat(status.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void selectsByLabelSets() {
    for (String tier : List.of("a", "b", "c")) {
      client.resource(labelled("m-" + tier, tier)).create();
    }
    assertThat(names(client.configMaps().withLabelIn("tier", "a", "b").list().getItems()))
        .containsExactly("m-a", "m-b");
    assertThat(names(client.configMaps().withLabelNotIn("tier", "a").list().getItems()))
        .containsExactly("m-b", "m-c");
  }

  @Test
  void watchersSeeObjectsEnterAndLeaveTheirSelection() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (var watch = client.configMaps().withLabel("tier", "a").watch(recorder(seen))) {
      client.resource(labelled("one", "a")).create();
      client.configMaps().withName("one").edit(map -> labels(map, "b"));
      client.configMaps().withName("one").edit(map -> labels(map, "a"));
      client.configMaps().withName("one").delete();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(seen)
                      .containsExactly("ADDED one", "DELETED one", "ADDED one", "DELETED one"));
    }
  }

  @Test
  void collectsWhatAnOwnerLeavesBehind() {
    ConfigMap owner = client.resource(labelled("owner", "a")).create();
    ConfigMap owned = labelled("owned", "a");
    owned
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName("owner")
                    .withUid(owner.getMetadata().getUid())
                    .build()));
    client.resource(owned).create();
    client.configMaps().withName("owner").delete();

    assertThat(client.configMaps().withName("owned").get()).isNull();
  }

  @Test
  void finalizersHoldADeletedObject() {
    ConfigMap held = labelled("held", "a");
    held.getMetadata().setFinalizers(List.of("cdcpipeline.io/test"));
    client.resource(held).create();
    client.configMaps().withName("held").delete();
    assertThat(client.configMaps().withName("held").get().isMarkedForDeletion()).isTrue();

    client.configMaps().withName("held").edit(map -> withoutFinalizers(map));
    assertThat(client.configMaps().withName("held").get()).isNull();
  }

  @Test
  void kindsComeAndGoWithTheirCrd() {
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isFalse();
    CustomResourceDefinition crd = installCrd();
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isTrue();
    client.resource(crd).delete();
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isFalse();
  }

  @Test
  void servesTheKindsOfOtherOperators() {
    for (ForeignKinds kinds : ForeignKinds.values()) {
      kinds.install(client);
    }
    assertThat(client.supports("elasticsearch.k8s.elastic.co/v1", "Elasticsearch")).isTrue();
    GenericKubernetesResource topic =
        Serialization.unmarshal(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata: {name: events}
            spec: {partitions: 6, config: {retention.ms: 604800000}}
            """,
            GenericKubernetesResource.class);
    assertThat(
            client
                .resource(topic)
                .fieldManager("t")
                .serverSideApply()
                .<Integer>get("spec", "partitions"))
        .isEqualTo(6);
  }

  @Test
  void aNamespaceTakesItsObjectsAlong() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    client.configMaps().inNamespace("shop").resource(labelled("m", "a")).create();
    client.namespaces().withName("shop").delete();
    assertThat(client.configMaps().inNamespace("shop").list().getItems()).isEmpty();
  }

  @Test
  void encodesTheTextOfSecrets() {
    var secret =
        client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("s")
                    .endMetadata()
                    .addToStringData("k", "v")
                    .build())
            .create();
    assertThat(secret.getData()).containsEntry("k", "dg==");
  }

  private GenericKubernetesResource merge(String name, String patch) {
    return client
        .genericKubernetesResources("cdcpipeline.io/v1alpha1", "CdcPipeline")
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private CustomResourceDefinition installCrd() {
    return client
        .resource(Serialization.unmarshal(read(CRD), CustomResourceDefinition.class))
        .create();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenericKubernetesResource pipeline(String name, String tables) {
    return Serialization.unmarshal(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: "%s"}
        spec: {changefeed: {tables: %s}}
        """
            .formatted(name, tables),
        GenericKubernetesResource.class);
  }

  private ConfigMap applied(String manager, Map<String, String> data) {
    return client.resource(map(data)).fieldManager(manager).serverSideApply();
  }

  private static ConfigMap map(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("x")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static ConfigMap with(ConfigMap map, String key, String value) {
    return new ConfigMapBuilder(map).addToData(key, value).build();
  }

  private static ConfigMap labelled(String name, String tier) {
    return labels(
        new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build(), tier);
  }

  private static ConfigMap labels(ConfigMap map, String tier) {
    return new ConfigMapBuilder(map).editMetadata().addToLabels("tier", tier).endMetadata().build();
  }

  private static ConfigMap withoutFinalizers(ConfigMap map) {
    return new ConfigMapBuilder(map).editMetadata().withFinalizers().endMetadata().build();
  }

  private static List<String> names(List<ConfigMap> maps) {
    return maps.stream().map(map -> map.getMetadata().getName()).toList();
  }

  private static Watcher<ConfigMap> recorder(List<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap map) {
        seen.add(action + " " + map.getMetadata().getName());
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }
}
