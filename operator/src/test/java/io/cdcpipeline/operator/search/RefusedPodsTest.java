package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Refusals;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a quota or Pod Security refuses never becomes a pod, so no pod says why. */
class RefusedPodsTest {
  private static final String QUOTA =
      "create Pod shop-es-default-0 in StatefulSet shop-es-default failed error: pods"
          + " \"shop-es-default-0\" is forbidden: exceeded quota: team, requested:"
          + " requests.memory=2Gi, used: requests.memory=7Gi, limited: requests.memory=8Gi";
  private static final String LIMITS =
      "Error creating: pods \"shop-beat-filebeat-\" is forbidden: maximum memory usage per"
          + " Container is 256Mi, but limit is 384Mi";

  private final SearchStageFixture scene = new SearchStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void aQuotasOwnWordsAreTheConditionUntilThePodExists() {
    scene.operator.apply(SearchStageFixture.MINIMAL);
    scene.elasticsearchReports(Map.of("phase", "ApplyingChanges", "health", "unknown"));
    Refusals.event(scene.operator, "StatefulSet", "shop-es-default", QUOTA);
    scene.clock.advance(RecentAnswers.LONGEST_PAUSE);
    scene.operator.nudge("shop", "shop");
    assertThat(scene.condition()).startsWith("ChildFailed: ").endsWith("; " + QUOTA);

    scene
        .operator
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("shop-es-default-0")
                .withNamespace("shop")
                .addToLabels("elasticsearch.k8s.elastic.co/cluster-name", "shop")
                .endMetadata()
                .build())
        .create();
    scene.clock.advance(RecentAnswers.LONGEST_PAUSE);
    scene.operator.nudge("shop", "shop");
    assertThat(scene.condition()).startsWith("Progressing: ").doesNotContain("quota");
  }

  @Test
  void aLimitRangesWordsToFilebeatAreTheCondition() {
    scene.ready();
    scene.beatReports(io.cdcpipeline.operator.search.Eck.filebeat(0, 1));
    Refusals.event(scene.operator, "DaemonSet", "shop-beat-filebeat", LIMITS);
    Refusals.event(scene.operator, "DaemonSet", "another-beat-filebeat", "not of this pipeline");
    scene.operator.nudge("shop", "shop");
    scene.clock.advance(Duration.ofMinutes(10)); // Longer than a flap.
    scene.operator.nudge("shop", "shop");

    assertThat(scene.condition()).startsWith("ChildFailed: ").endsWith("; " + LIMITS);
  }

  /** Long before Elasticsearch could be ready. */
  @Test
  void theLevelThatFilebeatNeedsIsNamedBeforeItsPodsAreRefused() {
    scene.operator.apply(SearchStageFixture.MINIMAL);
    enforce("restricted");
    scene.operator.nudge("shop", "shop");

    assertThat(scene.condition())
        .isEqualTo(
            "PodSecurityTooStrict: namespace shop enforces the Pod Security level restricted, but"
                + " Filebeat reads log files of the node as root: kubectl label --overwrite"
                + " namespace shop pod-security.kubernetes.io/enforce=privileged, or set"
                + " spec.search.enabled to false and collect the consumers' stdout otherwise");

    enforce("privileged");
    scene.operator.nudge("shop", "shop");
    assertThat(scene.condition()).startsWith("Progressing: ");
  }

  /** As long before it is read. */
  private void enforce(String level) {
    scene
        .operator
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .addToLabels("pod-security.kubernetes.io/enforce", level)
                .endMetadata()
                .build())
        .serverSideApply();
    scene.clock.advance(RecentAnswers.LONGEST_PAUSE);
  }
}
