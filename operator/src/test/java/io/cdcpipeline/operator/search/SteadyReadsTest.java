package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.monitoring.MonitoringStage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the reconciles of a ready pipeline ask of the API server: next to nothing. */
class SteadyReadsTest {
  private static final String AUTHORITY = "shop-es-http-certs-public";
  private static final String DATA_SOURCE = "cdc.shop.shop";

  private final SearchStageFixture scene =
      new SearchStageFixture(new MonitoringStage(OperatorConfig.DEFAULT_RUNBOOK_URL));

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void noSecretIsReadAtEachReconcile() {
    ready();
    scene.operator.api().requests().clear();
    nudges(5);

    assertThat(secretReads()).isEmpty();
  }

  @Test
  void aNewAuthorityOfElasticsearchReachesGrafana() {
    ready();
    scene.secret(AUTHORITY, Map.of("ca.crt", "NEW"));
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.api().requests().clear();
    nudges(5);

    assertThat(secretReads()).contains(AUTHORITY).hasSizeLessThanOrEqualTo(2);
    assertThat(dataSource()).contains("NEW");
  }

  @Test
  void aDataSourceThatSomebodyChangesIsPutRight() {
    ready();
    var right = dataSource();
    scene
        .operator
        .client()
        .secrets()
        .inNamespace("monitoring")
        .withName(DATA_SOURCE)
        .edit(
            secret -> {
              secret.getData().replaceAll((file, content) -> "AAAA");
              return secret;
            });
    assertThat(dataSource()).isNotEqualTo(right);

    await()
        .untilAsserted(
            () -> {
              nudges(1);
              assertThat(dataSource()).isEqualTo(right);
            });
  }

  private void ready() {
    scene.operator.namespace("monitoring");
    scene.ready();
    await().until(() -> !dataSource().isEmpty());
    nudges(2);
  }

  private void nudges(int times) {
    for (int i = 0; i < times; i++) {
      scene.operator.nudge("shop", "shop");
    }
  }

  private String dataSource() {
    var secret =
        scene.operator.client().secrets().inNamespace("monitoring").withName(DATA_SOURCE).get();
    return secret == null
        ? ""
        : new String(
            java.util.Base64.getDecoder().decode(secret.getData().values().iterator().next()),
            java.nio.charset.StandardCharsets.UTF_8);
  }

  private List<String> secretReads() {
    return scene
        .operator
        .api()
        .requests()
        .entries(r -> r.userAgent().startsWith(OperatorFixture.USER_AGENT))
        .stream()
        .filter(r -> r.resource().equals("secrets") && r.verb().equals("get"))
        .map(r -> r.name())
        .toList();
  }
}
