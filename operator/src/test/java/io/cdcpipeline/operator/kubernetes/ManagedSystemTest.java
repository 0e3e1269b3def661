package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.remote.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which systems a pipeline's spec claims, and who else may use them. */
class ManagedSystemTest {
  /** A pod that only looks like the pipeline's Elasticsearch is not guarded by its spec. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATABASE | database: {existing: {host: db}}",
        "KAFKA | kafka: {existing: {bootstrapServers: 'kafka:9092'}}",
        "SEARCH | search: {existing: {url: 'https://es:9200'}}",
        "SEARCH | search: {enabled: false}",
        "SEARCH | search: {loki: {url: 'http://loki:3100'}}",
        "SEARCH | search: {enabled: true, loki: {url: 'http://loki:3100'}}",
      })
  void whatIsNotManagedHasNobody(ManagedSystem system, String spec) throws Exception {
    assertThat(system.allowFrom(spec(spec))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATABASE | database: {managed: {ticdc: {allowFrom: [team]}}}",
        "KAFKA | kafka: {managed: {allowFrom: [team]}}",
        "SEARCH | search: {managed: {allowFrom: [team]}}",
      })
  void whatIsManagedMayBeSharedAndIsNotByDefault(ManagedSystem system, String spec)
      throws Exception {
    assertThat(system.allowFrom(spec(spec))).containsExactly("team");
    assertThat(system.allowFrom(spec("{}"))).isEqualTo(List.of());
  }

  private static CdcPipelineSpec spec(String yaml) throws JsonProcessingException {
    return Json.YAML.readValue(yaml, CdcPipelineSpec.class);
  }
}
