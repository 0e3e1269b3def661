package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a write of ours led to is no reason to compute a component's children again. */
class OwnWritesTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec: {changefeed: {tables: ["shop.*"]}}
      """;

  /** Has one child, a Secret. */
  private static final class OneChild implements Stage {
    private final AtomicInteger applied = new AtomicInteger();
    private volatile boolean markerSeen;

    @Override
    public ConditionType type() {
      return ConditionType.DATABASE;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      var children = context.children();
      markerSeen = children.get(ResourceKind.SECRET, "marker").isPresent();
      children.applyUnlessUnchanged(
          ComponentName.DATABASE,
          List.of(),
          () -> {
            applied.incrementAndGet();
            var content = Map.of("key", "value");
            children.apply(
                SecretStore.desired(context.names(), "child", ComponentName.DATABASE, content));
          });
      return StageStatus.ready("ready");
    }
  }

  @Test
  void onlyAForeignChangeIsAReasonToApplyAgain() {
    var stage = new OneChild();
    try (var operator = new OperatorFixture(Clock.systemUTC(), List.of(), stage)) {
      operator
          .api()
          .faults()
          .set(
              request ->
                  request.verb().equals("watch") && request.path().contains("secrets")
                      ? RequestFault.CUT
                      : RequestFault.NONE);
      operator.apply(PIPELINE);
      await().until(() -> secret(operator, "child").get() != null);
      operator.api().faults().clear();
      mark(operator);
      await()
          .atMost(Duration.ofSeconds(60)) // The client waits before it watches again.
          .until(
              () -> {
                operator.nudge("shop", "shop");
                return stage.markerSeen;
              });
      assertThat(stage.applied).hasValue(1);

      secret(operator, "child").edit(s -> new SecretBuilder(s).addToData("key", "eA==").build());
      await().until(() -> stage.applied.get() > 1);
      await().until(() -> secret(operator, "child").get().getData().get("key").equals("dmFsdWU="));
    }
  }

  /** What the watch shows after the child. */
  private static void mark(OperatorFixture operator) {
    var marker =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("marker")
            .addToLabels(secret(operator, "child").get().getMetadata().getLabels())
            .addToLabels(Labels.COMPONENT, "marker")
            .endMetadata()
            .build();
    operator.client().resource(marker).fieldManager(Labels.FIELD_MANAGER).serverSideApply();
  }

  private static Resource<Secret> secret(OperatorFixture operator, String name) {
    return operator.client().secrets().inNamespace("shop").withName(name);
  }
}
