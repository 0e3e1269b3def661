package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidbConfigTest {
  @Test
  void theSpecChangesAndAddsToTheDefaults() {
    var tikv =
        with(
                "tikv",
                "[storage]\\nreserve-space = \\\"2GB\\\"\\n[raftstore]\\nhibernate-regions = true")
            .getSpec()
            .database()
            .managed()
            .tikv();

    assertThat(TidbConfig.merged(TidbConfigFiles.TIKV, tikv))
        .isEqualTo(
            """
            [raftdb]
            max-open-files = 256

            [rocksdb]
            max-open-files = 256

            [storage]
            reserve-space = "2GB"

            [raftstore]
            hibernate-regions = true
            """);
  }

  @Test
  void withoutAConfigurationTheDefaultsStayAsTheyAre() {
    var pd = GoldenCase.MINIMAL.pipeline().getSpec().database().managed().pd();

    assertThat(TidbConfig.merged(TidbConfigFiles.PD, pd)).isEqualTo(TidbConfigFiles.PD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pd | data-dir = 'x' | data-dir belongs to TiDB Operator: remove it",
        "pd | [security]\\n"
            + "cacert-path = 'x' | security.cacert-path belongs to TiDB Operator: remove it",
        "pd | initial-cluster-token = 'x' | initial-cluster-token belongs to TiDB Operator: remove"
            + " it",
        "tikv | server.addr = 'x' | server.addr belongs to TiDB Operator: remove it",
        "tikv | [pd]\\nendpoints = [] | pd.endpoints belongs to TiDB Operator: remove it",
        "tidb | [labels]\\nzone = 'a' | labels.zone belongs to TiDB Operator: remove it",
        "tidb | [security]\\nssl-ca = 'x' | security.ssl-ca belongs to TiDB Operator: remove it",
        "ticdc | tz = 'Europe/Berlin' | tz stays UTC, because messages do not name their zone:"
            + " remove it",
        "ticdc | addr = 'x' | addr belongs to TiDB Operator: remove it",
        "tikv | a = 1\\nb = = 2 | not TOML: line 2:",
        "tikv | a = 1\\na = 2 | not TOML: line 2:",
      })
  void whatIsNotFreeIsRefusedByName(String component, String toml, String problem) {
    var database = with(component, toml).getSpec().database().managed();

    assertThat(TidbConfig.problem(database).orElseThrow())
        .startsWith("spec.database.managed." + component + ".config: " + problem);
  }

  @ParameterizedTest
  @CsvSource({"tidb, temp-dir", "ticdc, data-dir"})
  void theFolderOfAVolumeIsNotFree(String component, String key) {
    var toml = key + " = '/elsewhere'";

    assertThat(TidbConfig.problem(with(component, toml).getSpec().database().managed())).isEmpty();
    var withVolume =
        GoldenCase.MINIMAL
            .pipelineWith(
                "{database: {managed: {%s: {storage: 5Gi, config: \"%s\"}}}}"
                    .formatted(component, toml))
            .getSpec()
            .database()
            .managed();
    assertThat(TidbConfig.problem(withVolume))
        .contains(
            "spec.database.managed.%s.config: %s belongs to the volume that storage asks for: remove it"
                .formatted(component, key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b.c = 1 | '[a]\n\n[a.b]\nc = 1\n'",
        "\"x y\".z = [1, 2.5, true] | '[\"x y\"]\nz = [1, 2.5, true]\n'",
        "a = 'C:\\d \"q\"' | 'a = \"C:\\\\d \\\"q\\\"\"\n'",
        "[[t]]\\nx = 1\\n[[t]]\\nx = 2 | '[[t]]\nx = 1\n\n[[t]]\nx = 2\n'",
        "m = [[1], [{a = 1}]] | 'm = [[1], [{a = 1}]]\n'",
      })
  void tablesAreWrittenAsEveryParserReadsThem(String toml, String written) throws IOException {
    var mapper = new TomlMapper();
    var tree = mapper.readTree(toml.replace("\\n", "\n"));

    assertThat(TomlText.of(tree)).isEqualTo(written);
    assertThat(mapper.readTree(TomlText.of(tree))).isEqualTo(tree);
  }

  private static CdcPipeline with(String component, String toml) {
    return GoldenCase.MINIMAL.pipelineWith(
        "{database: {managed: {%s: {config: \"%s\"}}}}".formatted(component, toml));
  }
}
