package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PipelineClonerTest {
  private final KubernetesSerialization json = new KubernetesSerialization();
  private final PipelineCloner cloner = new PipelineCloner(json);

  @Test
  void aCopyOfAPipelineIsEqualAndHasMetadataOfItsOwn() throws IOException {
    var sample = Files.readString(Golden.root().resolve("samples/full.yaml"));
    var pipeline = json.unmarshal(sample.split("(?m)^---$", -1)[0], CdcPipeline.class);
    pipeline.addFinalizer("cdcpipeline.io/finalizer");
    var before = json.asJson(pipeline);

    var copy = cloner.clone(pipeline);
    assertThat(json.asJson(copy)).isEqualTo(before);

    copy.removeFinalizer("cdcpipeline.io/finalizer");
    copy.getMetadata().setResourceVersion("2");
    assertThat(json.asJson(pipeline)).as("the original").isEqualTo(before);
  }

  @Test
  void anythingElseIsCopiedWhole() {
    var map = new ConfigMapBuilder().withNewMetadata().endMetadata().addToData("a", "b").build();

    var copy = cloner.clone(map);
    copy.getData().put("a", "c");

    assertThat(map.getData()).containsEntry("a", "b");
  }
}
