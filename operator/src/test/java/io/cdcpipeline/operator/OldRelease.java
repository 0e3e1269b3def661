package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** What release 0.1.0 left in a cluster: its CRD, pipelines, and the children of one that runs. */
final class OldRelease {
  /**
   * What this release changes before Kafka and Elasticsearch report ready, which nobody does here:
   * the consumer is rolled once, and Filebeat, which learns of heartbeats and replays.
   */
  static final List<String> EXPECTED_CHANGES =
      List.of(
          "Beat shop",
          "Deployment shop-consumer",
          "NetworkPolicy shop-consumer",
          "NetworkPolicy shop-ticdc-api");

  private static final Path FOLDER = Golden.resource("upgrade/0.1.0");
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Whatever may outlive its pipeline has no owner. */
  private static final Set<String> RETAINED =
      Set.of(
          "Cluster",
          "PDGroup",
          "TiKVGroup",
          "TiDBGroup",
          "TiCDCGroup",
          "Kafka",
          "KafkaNodePool",
          "KafkaTopic",
          "Elasticsearch");

  private final RealApi api;
  private final String namespace;
  private final List<GenericKubernetesResource> children = new ArrayList<>();

  private OldRelease(RealApi api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /** Replaces the CRD, whoever had which field. */
  static void installCrd(RealApi api) {
    api.kubectl("replace", "-f", FOLDER.resolve("crd.yaml").toString());
    await()
        .atMost(SOON)
        .until(
            () -> api.run("explain", "cdcpipeline.spec.monitoring.grafanaNamespace").code() == 0);
  }

  /** Creates every pipeline of that release; returns the namespace of each. */
  static Map<String, String> pipelines(RealApi api) throws IOException {
    var namespaces = new LinkedHashMap<String, String>();
    try (var files = Files.list(FOLDER.resolve("pipelines"))) {
      for (var file : files.sorted().toList()) {
        var namespace = api.namespace();
        create(api, file, namespace);
        namespaces.put(file.getFileName().toString(), namespace);
      }
    }
    return namespaces;
  }

  /** The smallest pipeline with all its children, as its operator applied them. */
  static OldRelease running(RealApi api) throws IOException {
    var old = new OldRelease(api, api.namespace());
    var owner = create(api, FOLDER.resolve("pipelines/minimal.yaml"), old.namespace);
    try (var files = Files.list(FOLDER.resolve("children"))) {
      for (var file : files.sorted().toList()) {
        old.children.add(old.apply(read(file, old.namespace), owner));
      }
    }
    old.remember();
    return old;
  }

  /** What that operator knew: that this Elasticsearch has the index template of events. */
  private void remember() {
    var elasticsearch =
        children.stream()
            .filter(c -> c.getKind().equals("Elasticsearch"))
            .findFirst()
            .orElseThrow();
    new RealPipelines(api)
        .remember(namespace, "index-template", elasticsearch.getMetadata().getUid() + " 0123abcd");
  }

  private GenericKubernetesResource apply(GenericKubernetesResource child, HasMetadata owner) {
    if (!RETAINED.contains(child.getKind())) {
      child
          .getMetadata()
          .setOwnerReferences(
              List.of(
                  new OwnerReferenceBuilder()
                      .withApiVersion("cdcpipeline.io/v1alpha1")
                      .withKind("CdcPipeline")
                      .withName("shop")
                      .withUid(owner.getMetadata().getUid())
                      .withController(false)
                      .withBlockOwnerDeletion(false)
                      .build()));
    }
    return api.client()
        .resource(child)
        .fieldManager(Labels.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Until the operator has looked at the pipeline, and every stage has applied what it can. */
  void awaitReconciled() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var pipeline = pipeline();
              assertThat(pipeline.getStatus().observedGeneration())
                  .isEqualTo(pipeline.getMetadata().getGeneration());
              assertThat(changed()).containsAll(EXPECTED_CHANGES);
            });
  }

  /** Kind and name of what no longer has the spec it had. */
  List<String> changed() {
    return names(
        (before, now) ->
            now.getMetadata().getGeneration() != null
                && !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration()));
  }

  /** Of what is no longer the object that it was. */
  List<String> recreated() {
    return names(
        (before, now) -> !before.getMetadata().getUid().equals(now.getMetadata().getUid()));
  }

  List<String> gone() {
    return children.stream().filter(c -> live(c) == null).map(OldRelease::name).toList();
  }

  private List<String> names(
      BiPredicate<GenericKubernetesResource, GenericKubernetesResource> wanted) {
    return children.stream()
        .filter(
            before ->
                Optional.ofNullable(live(before)).filter(n -> wanted.test(before, n)).isPresent())
        .map(OldRelease::name)
        .toList();
  }

  private static String name(HasMetadata child) {
    return child.getKind() + " " + child.getMetadata().getName();
  }

  private GenericKubernetesResource live(GenericKubernetesResource child) {
    return api.client().resource(child).get();
  }

  private CdcPipeline pipeline() {
    return api.client().resources(CdcPipeline.class).inNamespace(namespace).withName("shop").get();
  }

  private static GenericKubernetesResource create(RealApi api, Path file, String namespace)
      throws IOException {
    return api.client().resource(read(file, namespace)).create();
  }

  /** As that release would have written it in another namespace than shop. */
  private static GenericKubernetesResource read(Path file, String namespace) throws IOException {
    var text =
        Files.readString(file)
            .replace("namespace: shop", "namespace: " + namespace)
            .replace("cdc-shop-shop", "cdc-" + namespace + "-shop")
            .replace(".shop.svc", "." + namespace + ".svc")
            .replace("/pods/shop_shop", "/pods/" + namespace + "_shop");
    return Json.YAML.readValue(text, GenericKubernetesResource.class);
  }
}
