package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is different about the children of a TiDB with TLS between its components. */
class TidbTlsChildrenTest {
  private static final CdcPipeline ENCRYPTED =
      GoldenCase.MINIMAL.pipelineWith("{database: {managed: {tls: true}}}");

  @Test
  void everyChildThatDiffers() {
    var differing =
        List.of(
            TidbV2Manifests.cluster(ENCRYPTED),
            TidbV2Manifests.ticdc(ENCRYPTED),
            TidbV1Manifests.desired(ENCRYPTED, null),
            TicdcService.service(ENCRYPTED));

    differing.forEach(child -> Golden.assertChild("encrypted", child, getClass()));
  }

  @Test
  void theOthersAreTheSame() {
    assertThat(children(ENCRYPTED, "PDGroup", "TiKVGroup", "TiDBGroup", "NetworkPolicy"))
        .hasSize(5)
        .isEqualTo(
            children(
                GoldenCase.MINIMAL.pipeline(),
                "PDGroup",
                "TiKVGroup",
                "TiDBGroup",
                "NetworkPolicy"));
  }

  @Test
  void ticdcsOwnConfigurationIsAdded() {
    var pipeline =
        GoldenCase.MINIMAL.pipelineWith(
            "{database: {managed: {tls: true, ticdc: {storage: 5Gi, config: 'newarch = true'}}}}");

    for (var ticdc :
        List.of(
            TidbV2Manifests.ticdc(pipeline).<String>get("spec", "template", "spec", "config"),
            TidbV1Manifests.desired(pipeline, null).<String>get("spec", "ticdc", "config"))) {
      assertThat(ticdc)
          .contains("newarch = true", "data-dir = \"/var/lib/ticdc\"", "[security]", "mtls = true");
    }
  }

  private static List<GenericKubernetesResource> children(CdcPipeline pipeline, String... kinds) {
    return DatabaseChildren.of(pipeline, false).stream()
        .filter(child -> Stream.of(kinds).anyMatch(child.getKind()::equals))
        .toList();
  }
}
