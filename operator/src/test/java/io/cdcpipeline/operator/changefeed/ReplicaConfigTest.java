package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.ChangefeedSpec;
import io.cdcpipeline.operator.api.ColumnSelector;
import io.cdcpipeline.operator.api.DispatchRule;
import io.cdcpipeline.operator.api.EventFilter;
import io.cdcpipeline.operator.api.TablesWithoutKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spec as TiCDC's replica_config. */
class ReplicaConfigTest {
  @Test
  void containsEveryFieldOfTheSpec() {
    var filter =
        new EventFilter(
            List.of("shop.a"), List.of("delete"), List.of("^drop"), "id = 1", null, null, "b > 2");
    var spec =
        new ChangefeedSpec(
            List.of("shop.*", "!shop.tmp_*"),
            null,
            DispatchRule.TABLE,
            1_000_000,
            TablesWithoutKey.REPLICATE,
            List.of(filter),
            List.of(new ColumnSelector(List.of("shop.b"), List.of("*", "!secret"))),
            null);
    ObjectNode config = ReplicaConfig.of(spec);
    assertThat(config.toString())
        .contains(
            "\"force_replicate\":true",
            "\"ignore_ineligible_table\":true",
            "\"rules\":[\"shop.*\",\"!shop.tmp_*\"]",
            "\"ignore_event\":[\"delete\"]",
            "\"ignore_sql\":[\"^drop\"]",
            "\"ignore_insert_value_expr\":\"id = 1\"",
            "\"ignore_delete_value_expr\":\"b > 2\"",
            "\"partition\":\"table\"",
            "\"columns\":[\"*\",\"!secret\"]")
        .doesNotContain("null");
  }
}
