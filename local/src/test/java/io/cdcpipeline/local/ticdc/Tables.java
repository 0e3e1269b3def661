package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.List;

/** Tables for tests: a number, a unique number and a text. */
final class Tables {
  private static final List<Column> COLUMNS =
      List.of(column("id", 0, "int"), column("u", 1, "int"), column("a", 2, "varchar"));

  private Tables() {}

  static Column column(String name, int position, String type) {
    return new Column(name, position, type, false, false, 0, "utf8mb4");
  }

  static Table keyed() {
    List<Table.UniqueKey> keys =
        List.of(new Table.UniqueKey("PRIMARY", List.of(0)), new Table.UniqueKey("uu", List.of(1)));
    return new Table(new TableName("shop", "t"), COLUMNS, List.of(0), List.of(0), keys);
  }

  static Table heap() {
    return new Table(new TableName("shop", "h"), COLUMNS, List.of(), List.of(), List.of());
  }
}
