package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Resources;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerMemoryTest {
  private static final String SPEC =
      """
      spec:
        changefeed: {tables: ["shop.*"], maxMessageBytes: %d}
        kafka: {topic: {partitions: %d}}
        consumer: {replicas: %d}
      """;

  @ParameterizedTest
  @CsvSource({
    // the defaults fit into what the image has
    "1048588, 6, 1, 128, 256Mi, 384Mi",
    "10485760, 6, 1, 138, 256Mi, 384Mi",
    "16777216, 6, 1, 192, 256Mi, 384Mi",
    // with two consumers one may hold all partitions, with five a quarter of them
    "16777216, 12, 2, 288, 318Mi, 446Mi",
    "16777216, 12, 5, 144, 256Mi, 384Mi",
    "16777216, 12, 0, 288, 318Mi, 446Mi",
    "16777216, 1000, 1, 16096, 16126Mi, 16254Mi",
  })
  void growsWithMessagesAndPartitions(
      int bytes, int partitions, int consumers, int heap, String request, String limit)
      throws IOException {
    var memory = memory(bytes, partitions, consumers);

    assertThat(memory.heap()).isEqualTo(heap);
    assertThat(memory.resources(null))
        .isEqualTo(
            new Resources(
                Map.of("cpu", new Quantity("100m"), "memory", new Quantity(request)),
                Map.of("memory", new Quantity(limit))));
  }

  @Test
  void aLimitBelowTheNeedIsRefusedWithBothAmounts() throws IOException {
    assertThat(memory(16_777_216, 12, 1).shortage(limit("445Mi")))
        .contains(
            "spec.consumer.resources.limits.memory is 445Mi, but messages of up to 16777216 bytes"
                + " (spec.changefeed.maxMessageBytes) in up to 12 partitions need 446Mi: raise it,"
                + " remove it, lower maxMessageBytes, or raise spec.consumer.replicas");
  }

  @ParameterizedTest
  @CsvSource({"16777216, 12, 446Mi", "16777216, 12, 1Gi", "1048588, 6, 256Mi"})
  void aLimitThatSufficesIsKept(int bytes, int partitions, String limit) throws IOException {
    var memory = memory(bytes, partitions, 1);

    assertThat(memory.shortage(limit(limit))).isEmpty();
    assertThat(memory.resources(limit(limit))).isEqualTo(limit(limit));
  }

  @Test
  void withoutALimitThereIsNothingToRefuse() throws IOException {
    assertThat(memory(16_777_216, 12, 1).shortage(new Resources(Map.of(), null))).isEmpty();
  }

  private static Resources limit(String memory) {
    return new Resources(null, Map.of("memory", new Quantity(memory)));
  }

  private static ConsumerMemory memory(int bytes, int partitions, int consumers)
      throws IOException {
    var yaml = SPEC.formatted(bytes, partitions, consumers);
    var pipeline = Json.YAML.readValue(yaml, CdcPipeline.class);
    return ConsumerMemory.of(new SpecDefaults().complete(pipeline).getSpec());
  }
}
