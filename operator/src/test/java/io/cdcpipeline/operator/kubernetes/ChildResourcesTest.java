package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChildResourcesTest {
  @Test
  void aBackgroundThreadCannotUseTheContextOfAReconcile() {
    var children =
        new ChildResources(
            GoldenCase.MINIMAL.pipeline(),
            context(),
            null,
            new AppliedState(null, null, GoldenCase.MINIMAL.pipeline()),
            ImagePullSecrets.NONE);

    var elsewhere =
        CompletableFuture.supplyAsync(() -> children.get(ResourceKind.CONFIG_MAP, "shop"));

    assertThatThrownBy(elsewhere::join)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("children are used outside their reconcile");
  }

  @SuppressWarnings("unchecked")
  private static Context<CdcPipeline> context() {
    return (Context<CdcPipeline>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> null);
  }
}
