package io.cdcpipeline.local.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.binlog.TableInfo.ColumnInfo;
import io.cdcpipeline.local.binlog.TableInfo.KeyInfo;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaHistoryTest {
  private static final TableName T = new TableName("db", "t");

  @TempDir Path directory;

  private static TableInfo table(boolean nullable) {
    ColumnInfo column = new ColumnInfo("a", "int", false, false, 0, "binary", nullable, false);
    return new TableInfo(T, List.of(column), List.of(new KeyInfo("u", List.of("a"))));
  }

  @Test
  void knowsWhatExistedAtEachTransactionEvenAfterARestart() {
    SchemaHistory written = new SchemaHistory(directory.resolve("history"));
    written.exists(5, T, Optional.of(table(true)));
    written.exists(7, T, Optional.of(table(false)));
    written.exists(8, T, Optional.empty());
    written.dropped(9, T);
    SchemaHistory history = new SchemaHistory(directory.resolve("history"));
    assertThat(history.exists(T, 4)).isFalse();
    assertThat(history.exists(T, 5)).isTrue();
    assertThat(history.definition(T, 4)).contains(table(true));
    assertThat(history.definition(T, 6)).contains(table(true));
    assertThat(history.definition(T, 8)).contains(table(false));
    assertThat(history.exists(T, 9)).isFalse();
    assertThat(history.definition(T, 9)).isEmpty();
  }

  @Test
  void aNullableUniqueKeyDoesNotIdentifyRows() {
    assertThat(table(true).handleKey()).isEmpty();
    assertThat(table(false).handleKey()).contains(new KeyInfo("u", List.of("a")));
  }
}
