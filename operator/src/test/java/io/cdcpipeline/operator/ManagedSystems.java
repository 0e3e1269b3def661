package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.changefeed.ChangefeedStage;
import io.cdcpipeline.operator.consumer.ConsumerStage;
import io.cdcpipeline.operator.database.DatabaseStage;
import io.cdcpipeline.operator.kafka.KafkaStage;
import io.cdcpipeline.operator.monitoring.MonitoringStage;
import io.cdcpipeline.operator.search.SearchStage;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
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
    return new OperatorFixture(
        new ManualClock(Instant.now()),
        List.of(
            ForeignKinds.TIDB_V2,
            ForeignKinds.STRIMZI,
            ForeignKinds.ELASTICSEARCH,
            ForeignKinds.BEAT,
            ForeignKinds.PROMETHEUS),
        new DatabaseStage(),
        new KafkaStage(),
        new ChangefeedStage(),
        new ConsumerStage("consumer:1"),
        new SearchStage(Duration.ofMinutes(10)),
        new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL));
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
        .editStatus(
            live -> {
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
            });
  }
}
