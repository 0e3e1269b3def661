package io.cdcpipeline.shop.database;

import static io.cdcpipeline.shop.database.Table.column;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is there, what is missing, and the statements between. */
class SchemaTest {
  private static final Table TABLE =
      Table.of("t", column("a", "INT NOT NULL"), column("b", "INT NULL"))
          .primaryKey("a")
          .uniqueKey("a,b")
          .key("b");

  private static final Schema.Present THERE = new Schema.Present("int(11)", false);
  private static final Schema.Present MANDATORY = new Schema.Present("int(11)", true);
  private static final Map<String, Boolean> KEYS = Map.of("a", true, "a,b", true, "b", false);

  @Test
  void anAbsentTableIsCreated() {
    assertThat(Schema.missing(TABLE, Map.of(), Map.of()))
        .containsExactly(
            "CREATE TABLE IF NOT EXISTS t (a INT NOT NULL, b INT NULL, PRIMARY KEY (a),"
                + " UNIQUE KEY t_a_b (a,b), KEY t_b (b))");
  }

  @Test
  void aCompleteTableIsLeftAlone() {
    assertThat(Schema.missing(TABLE, Map.of("a", MANDATORY, "b", THERE, "c", THERE), KEYS))
        .isEmpty();
  }

  @Test
  void missingColumnsAndKeysAreAdded() {
    assertThat(Schema.missing(TABLE, Map.of("a", THERE), Map.of("a", true, "a,b", false)))
        .containsExactly(
            "ALTER TABLE t ADD COLUMN b INT NULL",
            "ALTER TABLE t ADD UNIQUE KEY t_a_b (a,b)",
            "ALTER TABLE t ADD KEY t_b (b)");
  }

  @Test
  void aUniqueKeyServesWhereAPlainOneIsNeeded() {
    var keys = Map.of("a", true, "a,b", true, "b", true);
    assertThat(Schema.missing(TABLE, Map.of("a", THERE, "b", THERE), keys)).isEmpty();
  }

  @Test
  void aMandatoryColumnThatTheShopCannotFillTakesNull() {
    var columns = new TreeMap<>(Map.of("a", THERE, "b", THERE, "z", MANDATORY));
    assertThat(Schema.missing(TABLE, columns, KEYS))
        .containsExactly("ALTER TABLE t MODIFY COLUMN z int(11) NULL");
  }
}
