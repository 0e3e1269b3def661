package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseChildrenTest {
  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, mode = EnumSource.Mode.EXCLUDE, names = "EXISTING")
  void everyChildOfBothVersions(GoldenCase golden) {
    var pipeline = golden.pipeline();
    golden.assertChild(TidbV2Manifests.cluster(pipeline), getClass());
    golden.assertChild(TidbV2Manifests.pd(pipeline), getClass());
    golden.assertChild(TidbV2Manifests.tikv(pipeline), getClass());
    golden.assertChild(TidbV2Manifests.tidb(pipeline), getClass());
    golden.assertChild(TidbV2Manifests.ticdc(pipeline), getClass());
    golden.assertChild(TidbV1Manifests.desired(pipeline, null), getClass());
    TidbPodsTest.accounts(pipeline).forEach(account -> golden.assertChild(account, getClass()));
    golden.assertChild(TicdcService.service(pipeline), getClass());
    var names = ResourceNames.of(pipeline);
    var platform = PlatformNamespaces.DEFAULTS;
    golden.assertChild(DatabaseNetworkPolicies.ticdc(names, platform), getClass());
    golden.assertChild(DatabaseNetworkPolicies.cluster(names, platform), getClass());
  }

  @Test
  void v1NeverHasTheLabelThatWouldRenameItsPods() {
    var labels = cluster(null).getMetadata().getLabels();

    assertThat(labels)
        .containsEntry("cdcpipeline.io/pipeline", "shop")
        .doesNotContainKey("app.kubernetes.io/instance");
  }

  @Test
  void aConfigurationThatV1RewroteIsNotAppliedAgain() {
    var first = cluster(null);
    var live = Serialization.clone(first);
    live.getMetadata()
        .setManagedFields(
            Serialization.unmarshal(
                    """
                    metadata:
                      managedFields:
                      - manager: cdc-pipeline-operator
                        fieldsV1: {"f:spec": {"f:tikv": {"f:config": {}}, "f:pd": {"f:replicas": {}}}}
                      - manager: tidb-controller-manager
                        fieldsV1: {"f:spec": {"f:pd": {"f:config": {}}}}
                    """,
                    GenericKubernetesResource.class)
                .getMetadata()
                .getManagedFields());

    var second = cluster(live);

    assertThat(second.<Object>get("spec", "pd", "config")).isNull();
    assertThat(second.<String>get("spec", "tikv", "config"))
        .isEqualTo(first.get("spec", "tikv", "config"));
  }

  @Test
  void aChangedConfigurationIsAppliedEvenIfV1RewroteTheLastOne() {
    var live = cluster(null);
    live.getMetadata().getAnnotations().put(TidbV1Manifests.CONFIG_HASH, "of-before");

    assertThat(cluster(live).<String>get("spec", "pd", "config")).contains("max-replicas = 3");
  }

  @Test
  void v1AddsTheVersionToAnImageWithoutATag() {
    var pipeline =
        GoldenCase.MINIMAL.pipelineWith(
            "{database: {managed: {pd: {image: 'reg:5000/pd'}, tikv: {image:"
                + " 'reg:5000/tikv:v1'}}}}");

    var cluster = TidbV1Manifests.desired(pipeline, null);

    assertThat(cluster.<String>get("spec", "pd", "baseImage")).isEqualTo("reg:5000/pd");
    assertThat(cluster.<String>get("spec", "tikv", "image")).isEqualTo("reg:5000/tikv:v1");
    assertThat(cluster.<Object>get("spec", "tikv", "baseImage")).isNull();
  }

  private static GenericKubernetesResource cluster(GenericKubernetesResource live) {
    CdcPipeline pipeline = GoldenCase.MINIMAL.pipeline();
    return TidbV1Manifests.desired(pipeline, live);
  }
}
