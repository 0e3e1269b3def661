package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A user's Secret: read once in each reconcile, however many of its keys are needed. */
class SecretReadsTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec: {changefeed: {tables: ["shop.*"]}}
      """;

  /** Reports both keys of the Secret. */
  private static final class Login implements Stage {
    private final AtomicInteger reconciles = new AtomicInteger();

    @Override
    public ConditionType type() {
      return ConditionType.DATABASE;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      reconciles.incrementAndGet();
      var secrets = context.secrets();
      return StageStatus.ready(
          secrets.require("spec.x", "login", "username")
              + " "
              + secrets.require("spec.x", "login", "password"));
    }

    @Override
    public boolean cleanup(StageContext context) {
      return true;
    }
  }

  @Test
  void oneReadServesAllKeysAndTheNextReconcileReadsAgain() {
    var login = new Login();
    try (var operator = new OperatorFixture(Clock.systemUTC(), List.of(), login)) {
      operator.namespace("shop");
      secret(operator, "a");
      operator.apply(PIPELINE);
      await().until(() -> !condition(operator).isEmpty());
      operator.nudge("shop", "shop");

      assertThat(reads(operator)).isPositive().isLessThanOrEqualTo(login.reconciles.get());

      secret(operator, "b");
      operator.nudge("shop", "shop");
      assertThat(condition(operator)).isEqualTo("Ready: user b");
    }
  }

  private static String condition(OperatorFixture operator) {
    return operator.condition("shop", "shop", ConditionType.DATABASE);
  }

  private static void secret(OperatorFixture operator, String password) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("login")
            .endMetadata()
            .addToStringData("username", "user")
            .addToStringData("password", password)
            .build();
    operator.client().resource(secret).serverSideApply();
  }

  private static long reads(OperatorFixture operator) {
    return operator
        .api()
        .requests()
        .entries(r -> r.userAgent().startsWith(OperatorFixture.USER_AGENT))
        .stream()
        .filter(r -> r.resource().equals("secrets") && r.name().equals("login"))
        .count();
  }
}
