package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An operator on standby while pipelines come, more of them than it lets in at a time: it knows
 * them all once it leads, whether or not the leader before has reconciled them.
 */
class StandbyTest {
  private static final int PIPELINES = 10;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> STANDBY =
      Map.of("LEADER_ELECTION", "true", "HOSTNAME", "next", "METRICS_PORT", "0");

  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();
  private OperatorWiring operator;

  @BeforeEach
  void standBy() throws IOException {
    OperatorProcessIT.install(api);
    client.resource(leaseOfAnother()).create();
    operator =
        new OperatorWiring(OperatorConfig.from(STANDBY), api.client(), () -> {}, Clock.systemUTC());
    operator.start();
  }

  @AfterEach
  void close() {
    operator.close();
    client.close();
    api.close();
  }

  @Test
  void reconcilesWhatTheLeaderHasSeenAndWhatItHasNot() {
    IntStream.range(0, PIPELINES).forEach(this::create);
    IntStream.range(0, PIPELINES).filter(i -> i % 2 == 1).forEach(this::reconciledByTheLeader);
    assertThat(withFinalizer()).isZero();

    lead();

    await().atMost(SOON).untilAsserted(() -> assertThat(withFinalizer()).isEqualTo(PIPELINES));
  }

  /** Held for ever. */
  static Lease leaseOfAnother() {
    return Serialization.unmarshal(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: cdc-pipeline-operator, namespace: default}
        spec:
          holderIdentity: another
          leaseDurationSeconds: 3600
          acquireTime: "2026-01-01T00:00:00.000000Z"
          renewTime: "2999-01-01T00:00:00.000000Z"
          leaseTransitions: 0
        """,
        Lease.class);
  }

  private void create(int number) {
    var yaml =
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: p%d, namespace: default}
        spec: {changefeed: {tables: ["shop.*"]}}
        """
            .formatted(number);
    client.resource(Serialization.unmarshal(yaml, CdcPipeline.class)).create();
  }

  private void reconciledByTheLeader(int number) {
    client
        .resources(CdcPipeline.class)
        .inNamespace("default")
        .withName("p" + number)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"phase\": \"Provisioning\"}}");
  }

  private void lead() {
    client
        .leases()
        .inNamespace("default")
        .withName("cdc-pipeline-operator")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"\"}}");
  }

  private long withFinalizer() {
    List<CdcPipeline> all =
        client.resources(CdcPipeline.class).inNamespace("default").list().getItems();
    return all.stream().filter(p -> !p.getMetadata().getFinalizers().isEmpty()).count();
  }
}
