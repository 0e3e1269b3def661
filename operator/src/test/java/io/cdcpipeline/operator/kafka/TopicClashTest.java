package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Json;
import io.cdcpipeline.operator.api.CdcPipeline;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicClashTest {
  private static final String PIPELINE =
      """
      metadata: {namespace: shop, name: %s, creationTimestamp: '2026-01-01T00:00:0%d', uid: '%d'}
      spec: {kafka: {%s}}
      """;
  private static final String ORDERS = "topic: {name: orders}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          existing: {bootstrapServers: 'k1:9092'}, topic: {name: orders}             | k1:9092
          existing: {bootstrapServers: 'k0:9092, K2:9092'}, topic: {name: orders}    | k2:9092
          existing: {bootstrapServers: 'k1:9092'}, topic: {name: payments}           |
          existing: {bootstrapServers: 'k1:9092'}                                    |
          existing: {bootstrapServers: 'k1:9093'}, topic: {name: orders}             |
          managed: {brokers: 3}, topic: {name: orders}                               |
          """)
  void theOlderHasTheTopic(String olderKafka, String shared) throws IOException {
    var older = pipeline("older", 1, 9, olderKafka);
    var younger =
        pipeline("younger", 2, 1, "existing: {bootstrapServers: 'k1:9092,k2:9092'}, " + ORDERS);

    assertThat(TopicClash.found(older, Stream.of(younger, older))).isEmpty();
    var found = TopicClash.found(younger, Stream.of(younger, older));
    if (shared == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found.orElseThrow())
          .startsWith("the topic orders of " + shared + " is that of pipeline shop/older: ");
    }
  }

  private static CdcPipeline pipeline(String name, int second, int uid, String kafka)
      throws IOException {
    return Json.YAML.readValue(PIPELINE.formatted(name, second, uid, kafka), CdcPipeline.class);
  }
}
