package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetRowsTest {
  private final NetRows keyed = new NetRows(Tables.keyed());
  private final NetRows heap = new NetRows(Tables.heap());

  private static List<String> row(String id, String u, String a) {
    return List.of(id, u, a);
  }

  private static List<String> shown(NetRows rows) {
    List<String> shown = new ArrayList<>();
    rows.changes(true)
        .forEach(one -> shown.add(one.type() + " " + one.before() + " " + one.after()));
    return shown;
  }

  @Test
  void keepsTheFirstBeforeAndTheLastAfter() {
    keyed.add(row("1", "1", "a"), row("1", "1", "b"));
    keyed.add(row("1", "1", "b"), row("1", "1", "c"));
    assertThat(shown(keyed)).containsExactly("UPDATE [1, 1, a] [1, 1, c]");
  }

  @Test
  void aRowInsertedAndDeletedIsNoChange() {
    keyed.add(null, row("1", "1", "a"));
    keyed.add(row("1", "1", "a"), row("1", "1", "b"));
    keyed.add(row("1", "1", "b"), null);
    assertThat(shown(keyed)).isEmpty();
  }

  @Test
  void aRowDeletedAndInsertedAgainIsAnUpdate() {
    keyed.add(row("1", "1", "a"), null);
    keyed.add(null, row("1", "1", "b"));
    assertThat(shown(keyed)).containsExactly("UPDATE [1, 1, a] [1, 1, b]");
  }

  @Test
  void exchangedKeysAreOneChangePerRow() {
    keyed.add(row("1", "1", "a"), row("9", "1", "a"));
    keyed.add(row("2", "2", "b"), row("1", "2", "b"));
    keyed.add(row("9", "1", "a"), row("2", "1", "a"));
    assertThat(shown(keyed))
        .containsExactlyInAnyOrder(
            "DELETE [1, 1, a] null",
            "INSERT null [1, 2, b]",
            "DELETE [2, 2, b] null",
            "INSERT null [2, 1, a]");
  }

  @Test
  void ordersChangesAsTicdcDoes() {
    keyed.add(null, row("1", "1", "a"));
    keyed.add(row("2", "2", "b"), row("2", "20", "b"));
    keyed.add(row("3", "3", "c"), row("3", "3", "d"));
    keyed.add(row("4", "4", "e"), null);
    assertThat(shown(keyed))
        .containsExactly(
            "DELETE [4, 4, e] null",
            "DELETE [2, 2, b] null",
            "UPDATE [3, 3, c] [3, 3, d]",
            "INSERT null [1, 1, a]",
            "INSERT null [2, 20, b]");
  }

  @Test
  void equalRowsWithoutAKeyAreDistinct() {
    heap.add(null, row("1", "1", "a"));
    heap.add(null, row("1", "1", "a"));
    heap.add(row("1", "1", "a"), row("1", "1", "b"));
    heap.add(row("7", "7", "z"), null);
    heap.add(null, row("7", "7", "z"));
    assertThat(shown(heap))
        .containsExactly(
            "DELETE [7, 7, z] null",
            "INSERT null [1, 1, a]",
            "INSERT null [1, 1, b]",
            "INSERT null [7, 7, z]");
  }
}
