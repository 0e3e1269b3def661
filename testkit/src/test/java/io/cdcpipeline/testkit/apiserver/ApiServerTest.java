package io.cdcpipeline.testkit.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of a real API server that the operator and its stand-ins rely on. */
class ApiServerTest {
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

  /** Other users of this machine must not read the Secrets of a demo. */
  @Test
  void refusesARequestWithoutItsToken() {
    Config stranger = server.config();
    stranger.setOauthToken("guessed");
    try (var other = new KubernetesClientBuilder().withConfig(stranger).build()) {
      assertThatThrownBy(() -> other.secrets().list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(401));
    }
  }

  @Test
  void appliesFieldsAndRemovesThoseNoLongerSent() {
    applied("one", Map.of("a", "1", "b", "2"));
    client.configMaps().withName("x").edit(map -> with(map, "c", "3"));
    ConfigMap second = applied("one", Map.of("a", "1"));

    assertThat(second.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "c", "3"));
  }

  @Test
  void aNoOpApplyWritesNothing() {
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

  /** A chunk of the answer holds 4096 bytes; fabric8 put a NUL after one with such a character. */
  @Test
  void watchersReadLongObjectsWithOtherThanAsciiCharacters() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (var watch = client.configMaps().withLabel("tier", "a").watch(recorder(seen))) {
      var map = labelled("long", "a");
      map.setData(Map.of("text", "\u00e9\u4e16".repeat(2000)));
      client.resource(map).create();
      client.configMaps().withName("long").delete();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(seen).containsExactly("ADDED long", "DELETED long"));
    }
  }

  @Test
  void deletesDependentsOfADeletedOwner() {
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
  void finalizersDelayDeletion() {
    ConfigMap held = labelled("held", "a");
    held.getMetadata().setFinalizers(List.of("cdcpipeline.io/test"));
    client.resource(held).create();
    client.configMaps().withName("held").delete();
    assertThat(client.configMaps().withName("held").get().isMarkedForDeletion()).isTrue();

    client.configMaps().withName("held").edit(map -> withoutFinalizers(map));
    assertThat(client.configMaps().withName("held").get()).isNull();
  }

  @Test
  void deletingANamespaceDeletesItsObjects() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    client.configMaps().inNamespace("shop").resource(labelled("m", "a")).create();
    client.namespaces().withName("shop").delete();
    assertThat(client.configMaps().inNamespace("shop").list().getItems()).isEmpty();
  }

  @Test
  void hasTheNamespaceWhoseUidIdentifiesACluster() {
    try (ApiServer other = ApiServer.start();
        KubernetesClient otherClient = other.client()) {
      String uid = client.namespaces().withName("kube-system").get().getMetadata().getUid();
      assertThat(otherClient.namespaces().withName("kube-system").get().getMetadata().getUid())
          .isNotEqualTo(uid)
          .isNotEmpty();
    }
  }

  @Test
  void encodesStringDataOfSecrets() {
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
