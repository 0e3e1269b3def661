package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicConflictTest {
  private static final String PIPELINE =
      """
      metadata: {namespace: %s, name: %s, creationTimestamp: '2026-01-01T00:00:0%d', uid: '%d'}
      spec: {kafka: {%s}}
      """;
  private static final String ORDERS = "topic: {name: orders}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shop  | existing: {bootstrapServers: 'k1:9092'}, topic: {name: orders}          | k1:9092
          shop  | existing: {bootstrapServers: 'k0:9092,K2.io:9092'}, topic: {name: orders} | k2.io:9092
          other | existing: {bootstrapServers: 'K2.io:9092'}, topic: {name: orders}       | k2.io:9092
          other | existing: {bootstrapServers: 'k1:9092'}, topic: {name: orders}          |
          shop  | existing: {bootstrapServers: 'k1:9092'}, topic: {name: payments}        |
          shop  | existing: {bootstrapServers: 'k1:9092'}, topic: {}                      |
          shop  | existing: {bootstrapServers: 'k1:9093'}, topic: {name: orders}          |
          shop  | managed: {brokers: 3}, topic: {name: orders}                            |
          """)
  void theOlderPipelineKeepsTheTopic(String namespace, String olderKafka, String shared)
      throws IOException {
    var older = pipeline(namespace, "older", 1, 9, olderKafka);
    var younger =
        pipeline(
            "shop",
            "younger",
            2,
            1,
            "existing: {bootstrapServers: 'k1:9092,k2.io:9092'}, " + ORDERS);

    assertThat(TopicConflict.find(older, Stream.of(younger, older))).isEmpty();
    var found = TopicConflict.find(younger, Stream.of(younger, older));
    if (shared == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found.orElseThrow())
          .startsWith(
              "topic orders of " + shared + " belongs to pipeline " + namespace + "/older: ");
    }
  }

  private static CdcPipeline pipeline(
      String namespace, String name, int second, int uid, String kafka) throws IOException {
    return Json.YAML.readValue(
        PIPELINE.formatted(namespace, name, second, uid, kafka), CdcPipeline.class);
  }
}
