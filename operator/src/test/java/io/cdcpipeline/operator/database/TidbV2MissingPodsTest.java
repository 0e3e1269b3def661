package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups and pods as TiDB Operator 2.0.1 leaves them when a quota refuses it a pod. */
class TidbV2MissingPodsTest {
  private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none of PD             | False 11:58:59 1 | False 11:58:59 3 |                | PDGroup has 0 of 1 pods
          PD's is there          | False 11:58:59 1 | False 11:58:59 3 | pd             |
          some of TiKV           | True 11:50:00 1  | False 11:50:00 3 | pd tikv tikv   | TiKVGroup has 2 of 3 pods
          all are there          | True 11:50:00 1  | False 11:50:00 2 | pd tikv tikv   |
          others are no TiKV     | True 11:50:00 1  | False 11:50:00 2 | pd pd tidb     | TiKVGroup has 0 of 2 pods
          not for a minute yet   | False 11:59:01 1 | False 11:59:01 3 |                |
          all are ready          | True 11:50:00 1  | True 11:50:00 3  |                |
          nobody has looked      |                  |                  |                |
          no instance is wanted  | False 11:50:00 0 |                  |                |
          """)
  void saysWhichGroupMissesPods(String name, String pd, String tikv, String pods, String expected) {
    var groups = List.of(group("PDGroup", pd), group("TiKVGroup", tikv));
    var there =
        pods == null
            ? List.<Pod>of()
            : Stream.of(pods.split(" ", -1)).map(TidbV2MissingPodsTest::pod).toList();

    assertThat(TidbV2MissingPods.of(groups, there, NOON).map(text -> text.split(":", 2)[0]))
        .isEqualTo(Optional.ofNullable(expected));
  }

  /** The arguments are the condition Ready, since when, and the number of instances. */
  private static GenericKubernetesResource group(String kind, String facts) {
    var fact = facts == null ? null : facts.split(" ", -1);
    return Serialization.unmarshal(
        """
        apiVersion: core.pingcap.com/v1alpha1
        kind: %s
        metadata: {name: shop, namespace: shop}
        status: %s
        """
            .formatted(
                kind,
                fact == null
                    ? "{}"
                    : ("{replicas: %s, conditions: [{type: Ready, status: '%s',"
                            + " lastTransitionTime: '2026-02-01T%sZ'}]}")
                        .formatted(fact[2], fact[0], fact[1])),
        GenericKubernetesResource.class);
  }

  private static Pod pod(String component) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod")
        .addToLabels("app.kubernetes.io/component", component)
        .endMetadata()
        .build();
  }
}
