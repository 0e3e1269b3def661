package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.Relay;
import io.cdcpipeline.operator.real.SecondApiServer;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What makes every watch too old (410 Gone): a new API server, whose watch cache begins now, and a
 * changed CRD. Pipelines are seen again, without a restart of the operator.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class ApiServerRestartIT {
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final String ACCOUNT = "serviceAccount.name=restarts";
  private static final String CRD = "cdcpipelines.cdcpipeline.io";

  private static RealApi api;
  private SecondApiServer server;
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
    server = new SecondApiServer(api);
    relay = new Relay(server.url());
    operator = RealOperator.behind(relay, api, ACCOUNT);
    pipelines = new RealPipelines(api);
  }

  @AfterEach
  void stop() throws IOException {
    if (operator != null) {
      operator.close();
    }
    relay.close();
    server.close(); // also where the operator did not start: it would outlive the tests
  }

  @Test
  @FailureMode(
      fault = "The API server restarts",
      effect = "the operator watches again and sees new pipelines")
  void pipelinesAreSeenAfterARestartOfTheApiServer() throws IOException {
    var namespace = pipelines.create();
    awaitSeen(namespace, "shop");

    server.kill();
    await().atMost(RECOVERY).until(() -> !operator.watching());
    change(namespace, "shop"); // through the other server: newer than what the operator has seen
    server.start();
    pipelines.apply(namespace, "later");

    awaitSeen(namespace, "shop");
    awaitSeen(namespace, "later");
    await().atMost(RECOVERY).until(operator::watching);
    api.deletePipelines();
  }

  @Test
  @LongFault
  void pipelinesAreSeenAfterTheCrdsSchemaWasReplaced() {
    var namespace = pipelines.create();
    awaitSeen(namespace, "shop");

    api.kubectl("patch", "crd", CRD, "--type=json", "-p", NEWER_SCHEMA);
    change(namespace, "shop");
    pipelines.apply(namespace, "later");

    awaitSeen(namespace, "shop");
    awaitSeen(namespace, "later");
    api.deletePipelines();
    api.install(Golden.root().resolve("crds"));
  }

  private static final String NEWER_SCHEMA =
      """
      [{"op": "add", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/later",
        "value": {"type": "string"}}]
      """;

  @Test
  @FailureMode(
      fault = "The operator's CRD is deleted and applied again",
      effect = "the operator watches again and sees new pipelines")
  @LongFault
  void pipelinesAreSeenAfterTheCrdWasDeletedAndAppliedAgain() {
    awaitSeen(pipelines.create(), "shop");

    api.kubectl("delete", "crd", CRD, "--timeout=90s");
    await().atMost(RECOVERY).until(() -> !operator.watching());
    api.install(Golden.root().resolve("crds"));

    var namespace = pipelines.create();
    awaitSeen(namespace, "shop");
    await().atMost(RECOVERY).until(operator::watching);
    api.deletePipelines();
  }

  private static void change(String namespace, String name) {
    api.merge(namespace, "cdcpipeline/" + name, "{\"spec\":{\"suspend\":true}}");
  }

  private static void awaitSeen(String namespace, String name) {
    var pipeline = api.client().resources(CdcPipeline.class).inNamespace(namespace).withName(name);
    await()
        .atMost(RECOVERY)
        .until(
            () -> {
              var now = pipeline.get();
              return now.getStatus() != null
                  && now.getMetadata().getGeneration().equals(now.getStatus().observedGeneration());
            });
  }
}
