package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SearchChildrenTest {
  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void filebeat(GoldenCase golden) {
    golden.assertChild(filebeat(golden.pipeline()), getClass());
  }

  @Test
  void serviceAccountsOfTemplates() {
    var pipeline = GoldenCase.SHAPED.pipeline();
    var names = ResourceNames.of(pipeline);
    var search = pipeline.getSpec().search();
    GoldenCase.SHAPED.assertChild(
        SearchPods.elasticsearchAccount(names, search.managed().template()), getClass());
    GoldenCase.SHAPED.assertChild(SearchPods.filebeatAccount(names, search.filebeat()), getClass());
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void filebeatNetworkPolicy(GoldenCase golden) {
    golden.assertChild(
        FilebeatNetworkPolicy.desired(
            ResourceNames.of(golden.pipeline()), PlatformNamespaces.DEFAULTS),
        getClass());
  }

  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, mode = EnumSource.Mode.EXCLUDE, names = "EXISTING")
  void elasticsearch(GoldenCase golden) {
    var pipeline = golden.pipeline();
    golden.assertChild(
        ElasticsearchManifest.desired(ResourceNames.of(pipeline), pipeline.getSpec()), getClass());
  }

  @Test
  void filebeatNeedsNoSecretsWithoutAuthentication() {
    var pipeline = GoldenCase.EXISTING.pipeline();
    var search = pipeline.getSpec().search().existing();
    var open = new io.cdcpipeline.operator.api.ExistingSearch(search.url(), null, null);
    var beat =
        FilebeatManifest.desired(
            ResourceNames.of(pipeline), null, new FilebeatOutput.Existing(open), "x");

    assertThat(beat.toString()).doesNotContain("ES_USERNAME", "certificate_authorities");
  }

  @Test
  void filebeatOfAnExistingElasticsearchHasTheVersionOfAManagedOne() {
    var managed = GoldenCase.MINIMAL.pipeline().getSpec().search().managed().version();

    assertThat(filebeat(GoldenCase.EXISTING.pipeline()).<String>get("spec", "version"))
        .isEqualTo(managed);
  }

  /** As kubelet names the folder of a pod; the glob has a container and a file in addition. */
  @ParameterizedTest
  @CsvSource({
    "shop_shop-consumer-7d9c5b8f6d-x2x4k_0a1b, true",
    "shop_shop-consumer-replay-0-x2x4k_0a1b, true",
    "shop_shop-consumer-replay-17-x2x4k_0a1b, true",
    // of a pipeline named shop-consumer, and of one named shop-consumer-replay
    "shop_shop-consumer-consumer-7d9c5b8f6d-x2x4k_0a1b, false",
    "shop_shop-consumer-consumer-replay-0-x2x4k_0a1b, false",
    "shop_shop-consumer-replay-consumer-7d9c5b8f6d-x2x4k_0a1b, false",
    "other_shop-consumer-replay-0-x2x4k_0a1b, false"
  })
  void filebeatReadsTheLogsOfThisPipelineAlone(String folder, boolean reads) {
    List<Map<String, Object>> inputs =
        filebeat(GoldenCase.MINIMAL.pipeline()).get("spec", "config", "filebeat.inputs");
    var included = ((List<?>) inputs.get(0).get("prospector.scanner.include_files")).get(0);
    var log = "/var/log/pods/" + folder + "/consumer/0.log";

    assertThat(Pattern.compile(included.toString()).matcher(log).find()).isEqualTo(reads);
  }

  private static GenericKubernetesResource filebeat(CdcPipeline pipeline) {
    var backend = SearchStage.backend(pipeline);
    return FilebeatManifest.desired(
        ResourceNames.of(pipeline),
        pipeline.getSpec().search().filebeat(),
        backend.output(),
        "0123456789abcdef");
  }
}
