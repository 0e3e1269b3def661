package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.changefeed.QuickChangefeedStage;
import io.cdcpipeline.operator.consumer.ConsumerStage;
import io.cdcpipeline.operator.database.DatabaseStage;
import io.cdcpipeline.operator.kafka.KafkaStage;
import io.cdcpipeline.operator.monitoring.MonitoringStage;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.search.SearchStage;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** All stages, and the operators of the managed systems as their resources show them. */
public final class ManagedSystems {
  private static final String TIDB = "core.pingcap.com/v1alpha1";
  private static final String STRIMZI = "kafka.strimzi.io/v1";

  private ManagedSystems() {}

  /** The whole operator in a cluster that has every kind it uses. */
  public static OperatorFixture operator() {
    return operator(new ManualClock(Instant.now()));
  }

  /** The same with a clock that a test moves. */
  public static OperatorFixture operator(ManualClock clock) {
    return new OperatorFixture(
        clock,
        List.of(
            ForeignKinds.TIDB_V2,
            ForeignKinds.STRIMZI,
            ForeignKinds.ELASTICSEARCH,
            ForeignKinds.BEAT,
            ForeignKinds.PROMETHEUS),
        stages());
  }

  /** All stages, new. */
  public static Stage[] stages() {
    return new Stage[] {
      new DatabaseStage(),
      new KafkaStage(),
      QuickChangefeedStage.create(),
      new ConsumerStage("consumer:1"),
      new SearchStage(Duration.ofMinutes(10)),
      new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL)
    };
  }

  /**
   * From now on every resource of the other operators is ready as soon as it is written, and a
   * Kafka has a volume.
   */
  public static void keepReady(OperatorFixture operator) {
    for (var kind : List.of("PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup")) {
      keepReady(operator, TIDB, kind);
    }
    for (var kind : List.of("Kafka", "KafkaTopic", "KafkaUser")) {
      keepReady(operator, STRIMZI, kind);
    }
  }

  private static void keepReady(OperatorFixture operator, String api, String kind) {
    operator
        .client()
        .genericKubernetesResources(api, kind)
        .inAnyNamespace()
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(GenericKubernetesResource resource) {
                patchReady(operator, resource);
              }

              @Override
              public void onUpdate(
                  GenericKubernetesResource before, GenericKubernetesResource resource) {
                patchReady(operator, resource);
              }

              @Override
              public void onDelete(GenericKubernetesResource resource, boolean unknown) {}
            });
  }

  private static void patchReady(OperatorFixture operator, GenericKubernetesResource live) {
    Map<String, Object> status = live.get("status");
    var generation = live.getMetadata().getGeneration();
    if (status != null && generation.equals(asLong(status.get("observedGeneration")))) {
      return;
    }
    try {
      if (live.getKind().equals("Kafka") && live.getMetadata().getDeletionTimestamp() == null) {
        operator.client().resource(volume(live.getMetadata())).serverSideApply();
      }
      operator.client().resource(live).editStatus(ManagedSystems::ready);
    } catch (KubernetesClientException gone) {
      // deleted or changed meanwhile, which is the next event
    }
  }

  private static PersistentVolumeClaim volume(ObjectMeta kafka) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(kafka.getNamespace())
        .withName("data-0-%1$s-%1$s-dual-0".formatted(kafka.getName()))
        .addToLabels("strimzi.io/cluster", kafka.getName())
        .endMetadata()
        .build();
  }

  private static Long asLong(Object number) {
    return number instanceof Number n ? n.longValue() : null;
  }

  /** As TiDB Operator and Strimzi report resources of pipeline shop/shop that are ready. */
  public static void reportReady(OperatorFixture operator) {
    for (var kind : List.of("PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup")) {
      ready(operator, TIDB, kind, "shop");
    }
    ready(operator, STRIMZI, "Kafka", "shop");
    for (var topic : List.of("shop-events", "shop-events-dlt")) {
      ready(operator, STRIMZI, "KafkaTopic", topic);
    }
    for (var user : List.of("shop-ticdc", "shop-consumer")) {
      ready(operator, STRIMZI, "KafkaUser", user);
    }
  }

  private static void ready(OperatorFixture operator, String api, String kind, String name) {
    await().until(() -> operator.child(api, kind, "shop", name) != null);
    operator
        .client()
        .genericKubernetesResources(api, kind)
        .inNamespace("shop")
        .withName(name)
        .editStatus(ManagedSystems::ready);
  }

  private static GenericKubernetesResource ready(GenericKubernetesResource live) {
    live.setAdditionalProperty(
        "status",
        Map.of(
            "observedGeneration",
            live.getMetadata().getGeneration(),
            "conditions",
            List.of(
                Map.of("type", "Ready", "status", "True"),
                Map.of("type", "Synced", "status", "True"))));
    return live;
  }
}
