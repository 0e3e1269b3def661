package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision and its words; what the real API server makes of it is in UpgradeIT. */
class CrdUpgradeTest {
  private static final String CRD = "CRD cdcpipelines.cdcpipeline.io";
  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();
  private final CrdUpgrade upgrade = new CrdUpgrade(client);

  @AfterEach
  void stop() {
    api.close();
  }

  /** A GitOps tool runs hooks before everything else, also the first time. */
  @Test
  void whereThereIsNoneThereIsNothingToUpgrade() {
    assertThat(upgrade.run()).isEqualTo(CRD + " is not installed, so there is nothing to upgrade");
    assertThat(api.requests().entries(e -> e.isWrite())).isEmpty();
  }

  @Test
  void oneWithoutAVersionIsOfTheFirstRelease() {
    install(null);

    assertThat(upgrade.run())
        .isEqualTo(CRD + " upgraded from one without a version to that of release " + release());
    assertThat(live().getMetadata().getAnnotations()).containsEntry(CrdUpgrade.VERSION, release());
    assertThat(live().<String>get("spec", "group")).isEqualTo("cdcpipeline.io");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.9", "0.1.0-rc.1"})
  void anEarlierOneIsUpgraded(String version) {
    install(version);

    assertThat(upgrade.run())
        .isEqualTo(
            "%s upgraded from that of release %s to that of release %s"
                .formatted(CRD, version, release()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99.0.0", "99.0.0-rc.1", "a fork's"})
  void aLaterOneIsLeftAsItIs(String version) {
    install(version);
    var before = live();

    assertThat(upgrade.run())
        .isEqualTo(
            "%s is of release %s, later than this one's %s: left as it is"
                .formatted(CRD, version, release()));
    assertThat(live()).isEqualTo(before);
  }

  private static String release() {
    return CrdUpgrade.ours().getMetadata().getAnnotations().get(CrdUpgrade.VERSION);
  }

  private GenericKubernetesResource live() {
    return client.resource(CrdUpgrade.ours()).get();
  }

  private void install(String version) {
    var crd = CrdUpgrade.ours();
    var annotations = new HashMap<String, String>();
    if (version != null) {
      annotations.put(CrdUpgrade.VERSION, version);
    }
    crd.getMetadata().setAnnotations(annotations);
    client.resource(crd).create();
  }
}
