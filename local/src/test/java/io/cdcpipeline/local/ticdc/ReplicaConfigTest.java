package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.local.binlog.DdlParser;
import io.cdcpipeline.testkit.ticdc.TableName;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicaConfigTest {
  private static final SinkUri SINK =
      SinkUri.parse(URI.create("kafka://a:1,b:2/t?protocol=canal-json&sasl-password=p%26w"));

  private static ReplicaConfig config(String json) throws JsonProcessingException {
    return ReplicaConfig.parse(new ObjectMapper().readTree(json.replace('\'', '"')), SINK);
  }

  private static Ddl ddl(String sql) {
    return DdlParser.parse("shop", sql).get(0);
  }

  private static RowChange row(Table table, String id, String u) {
    return new RowChange(table, null, List.of(id, u, "x"));
  }

  @Test
  void parsesTheSinkUri() {
    assertThat(SINK.brokers()).isEqualTo("a:1,b:2");
    assertThat(SINK.topic()).isEqualTo("t");
    assertThat(SINK.parameter("sasl-password")).contains("p&w");
    assertThat(SINK.toString()).doesNotContain("p&w");
    assertThatThrownBy(() -> SinkUri.parse(URI.create("kafka://a:1/t?protocol=avro")))
        .isInstanceOf(TicdcError.class)
        .hasMessageContaining("'avro'");
  }

  @Test
  void indexValueKeepsARowInOnePartitionAndSpreadsTheTable() throws JsonProcessingException {
    Dispatcher byKey =
        config("{'sink':{'dispatchers':[{'matcher':['shop.*'],'partition':'index-value'}]}}")
            .dispatcher();
    assertThat(byKey.partition(row(Tables.keyed(), "5", "1"), 1, 6))
        .isEqualTo(byKey.partition(row(Tables.keyed(), "5", "2"), 2, 6));
    assertThat(
            IntStream.range(0, 600)
                .map(id -> byKey.partition(row(Tables.keyed(), "" + id, "1"), 1, 6))
                .boxed()
                .distinct())
        .hasSize(6);
    Dispatcher byTable = config("{}").dispatcher();
    assertThat(
            IntStream.range(0, 50)
                .map(id -> byTable.partition(row(Tables.keyed(), "" + id, "1"), 1, 6))
                .boxed()
                .distinct())
        .hasSize(1);
  }

  @Test
  void eventFiltersIgnoreRowsAndStatements() throws JsonProcessingException {
    ReplicaConfig config =
        config(
            "{'filter':{'rules':['shop.*','!shop.tmp_*'],'event_filters':[{'matcher':['shop.t'],"
                + "'ignore_event':['delete','drop table'],'ignore_sql':['^ALTER TABLE t ADD']}]}}");
    TableName table = new TableName("shop", "t");
    assertThat(config.events().ignores(table, "DELETE")).isTrue();
    assertThat(config.events().ignores(table, "INSERT")).isFalse();
    assertThat(config.events().ignores(new TableName("shop", "u"), "DELETE")).isFalse();
    assertThat(config.passes(ddl("DROP TABLE t"))).isFalse();
    assertThat(config.passes(ddl("DROP TABLE u"))).isTrue();
    assertThat(config.passes(ddl("ALTER TABLE t ADD a INT"))).isFalse();
    assertThat(config.passes(ddl("DROP TABLE tmp_1"))).isFalse();
    assertThat(config.passes(ddl("CREATE DATABASE shop"))).isTrue();
    assertThat(config.passes(ddl("CREATE DATABASE other"))).isFalse();
    assertThatThrownBy(
            () -> config("{'filter':{'event_filters':[{'ignore_delete_value_expr':'id > 1'}]}}"))
        .isInstanceOf(TicdcError.class)
        .hasMessageContaining("ignore_delete_value_expr");
  }

  @Test
  void columnSelectorsKeepTheKey() throws JsonProcessingException {
    ColumnSelector without =
        config("{'sink':{'column_selectors':[{'matcher':['shop.*'],'columns':['*','!u']}]}}")
            .columns();
    Table reduced = without.select(Tables.keyed());
    assertThat(reduced.columns()).extracting(Column::name).containsExactly("id", "a");
    assertThat(reduced.primaryKey()).containsExactly(0);
    assertThat(reduced.uniqueKeys()).hasSize(1);
    ColumnSelector keyless =
        config("{'sink':{'column_selectors':[{'matcher':['shop.*'],'columns':['a']}]}}").columns();
    assertThatThrownBy(() -> keyless.select(Tables.keyed()))
        .isInstanceOf(TicdcError.class)
        .hasMessageContaining("primary key");
  }
}
