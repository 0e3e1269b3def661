package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.Relay;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections to the API server are cut, and what happened meanwhile is caught up. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class ConnectionsIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String ACCOUNT = "serviceAccount.name=connections";

  private static final String STRIMZI = "waiting for Strimzi: Kafka shop";

  private static RealApi api;
  private Relay relay;
  private RealOperator operator;
  private RealPipelines pipelines;

  @BeforeAll
  static void install() {
    api = RealApi.get();
    api.installForeign("tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator");
  }

  @BeforeEach
  void start() throws IOException {
    relay = new Relay(api.url());
    operator = RealOperator.behind(relay, api, ACCOUNT);
    pipelines = new RealPipelines(api);
  }

  @AfterEach
  void stop() throws IOException {
    operator.close();
    relay.close();
    RealOperator.install(api);
  }

  @Test
  @FailureMode(
      fault = "A permission of the operator is revoked",
      effect = "only what needs it waits",
      shown = "`Forbidden` at the stage, naming the kind",
      action = "grant it, or `helm upgrade` the chart")
  void aRevokedPermissionIsReportedWhenItIsNeeded() {
    var namespace = underWay();

    pipelines.take(List.of("kafkatopics"));
    relay.cut();

    pipelines.expectDenied(
        operator, namespace, ConditionType.KAFKA, "KafkaTopic.kafka.strimzi.io/v1");
    RealOperator.install(api, ACCOUNT);
    pipelines.expect(operator, namespace, ConditionType.KAFKA, "Progressing", STRIMZI);
    api.kubectl("delete", "kafkatopic", "-n", namespace, "--all");
    awaitTopics(namespace);
    pipelines.delete(namespace, "shop");
  }

  @Test
  @FailureMode(
      fault = "The API server is away, and a child is deleted meanwhile",
      effect = "the child is created again when the server is back",
      shown = "the operator's `/readyz` fails meanwhile")
  void changesDuringAnOutageOfTheApiServerAreCaughtUpAfterwards() {
    var namespace = underWay();

    relay.away();
    await().atMost(SOON).until(() -> !operator.ready());
    api.kubectl("delete", "kafkatopic", "-n", namespace, "--all");
    relay.back();

    await().atMost(SOON).until(operator::ready);
    awaitTopics(namespace);
    pipelines.delete(namespace, "shop");
  }

  /** A pipeline whose children exist and whose informers run. */
  private String underWay() {
    var namespace = pipelines.create();
    pipelines.expect(namespace, ConditionType.KAFKA, "Progressing", STRIMZI);
    await().atMost(SOON).until(operator::ready);
    return namespace;
  }

  private void awaitTopics(String namespace) {
    await()
        .atMost(SOON)
        .until(() -> api.names("kafkatopics", namespace, ""), names -> !names.isEmpty());
  }
}
