package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new pipeline asks of the API server beside its children. */
class NewPipelineTest {
  private final OperatorFixture operator = ManagedSystems.operator();
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void noSecretIsAskedForBeforeItIsCreated() {
    ManagedSystems.keepReady(operator);
    pipeline.start(Step.CREATE);
    pipeline.awaitChildren("Deployment/shop-consumer");
    assertThat(secrets("patch")).contains("shop-db-root", "shop-kafka-consumer");
    assertThat(secrets("get")).doesNotContainAnyElementsOf(created());
  }

  /** Those applied before they were first read; root's is read again when it is used. */
  private Set<String> created() {
    var created = secrets("patch");
    created.remove("shop-db-root");
    return created;
  }

  private Set<String> secrets(String verb) {
    return operator
        .api()
        .requests()
        .entries(r -> r.userAgent().startsWith(OperatorFixture.USER_AGENT))
        .stream()
        .filter(r -> r.resource().equals("secrets") && r.verb().equals(verb))
        .map(RequestLog.Entry::name)
        .collect(Collectors.toSet());
  }
}
