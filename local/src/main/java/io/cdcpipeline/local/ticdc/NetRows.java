package io.cdcpipeline.local.ticdc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction did to one table, row by row: TiKV has one change per row and transaction, the
 * binlog one per statement. A changed primary key makes it another row.
 */
final class NetRows {
  private final Table table;
  private final Set<Row> rows = new LinkedHashSet<>();
  private final Map<List<String>, Deque<Row>> byKey = new HashMap<>();

  NetRows(Table table) {
    this.table = table;
  }

  /** Compared by identity: equal rows of a table without a key are different rows. */
  private static final class Row {
    private final List<String> before;
    private List<String> after;

    Row(List<String> before, List<String> after) {
      this.before = before;
      this.after = after;
    }
  }

  /** Adds one change of the binlog; null is absence. Returns how many rows are held. */
  int add(List<String> before, List<String> after) {
    if (before == null) {
      insert(after);
    } else if (after == null) {
      delete(before);
    } else if (keyed() && !key(before).equals(key(after))) {
      delete(before);
      insert(after);
    } else {
      update(before, after);
    }
    return rows.size();
  }

  private boolean keyed() {
    return !table.primaryKey().isEmpty();
  }

  /** Without a primary key, only the whole row tells which row a later statement changed. */
  private List<String> key(List<String> row) {
    return keyed() ? table.values(table.primaryKey(), row) : row;
  }

  private void insert(List<String> after) {
    Row deleted = keyed() ? peek(key(after)) : null;
    if (deleted == null) {
      hold(new Row(null, after), key(after));
    } else {
      deleted.after = after;
    }
  }

  private void delete(List<String> before) {
    Row known = peek(key(before));
    if (known == null) {
      hold(new Row(before, null), key(before));
      return;
    }
    known.after = null;
    if (known.before == null) {
      rows.remove(known);
    }
    if (known.before == null || !keyed()) {
      release(key(before));
    }
  }

  private void update(List<String> before, List<String> after) {
    Row known = peek(key(before));
    if (known == null) {
      hold(new Row(before, after), key(after));
      return;
    }
    known.after = after;
    if (!keyed()) {
      release(before);
      byKey.computeIfAbsent(after, key -> new ArrayDeque<>()).push(known);
    }
  }

  private void hold(Row row, List<String> key) {
    rows.add(row);
    if (row.after != null || keyed()) {
      byKey.computeIfAbsent(key, k -> new ArrayDeque<>()).push(row);
    }
  }

  private Row peek(List<String> key) {
    Deque<Row> found = byKey.get(key);
    return found == null ? null : found.peek();
  }

  private void release(List<String> key) {
    Deque<Row> found = byKey.get(key);
    found.pop();
    if (found.isEmpty()) {
      byKey.remove(key);
    }
  }

  /**
   * In TiCDC's order: deletes, then updates mixed with the delete deliverHalves of split updates,
   * then inserts, then the insert deliverHalves.
   */
  List<RowChange> changes(boolean splitUpdates) {
    List<RowChange> deletes = new ArrayList<>();
    List<RowChange> updates = new ArrayList<>();
    List<RowChange> inserts = new ArrayList<>();
    List<RowChange> deliverHalves = new ArrayList<>();
    for (Row row : rows) {
      RowChange change = new RowChange(table, row.before, row.after);
      if (row.before == null) {
        inserts.add(change);
      } else if (row.after == null) {
        deletes.add(change);
      } else if (splitUpdates && table.keyChanged(row.before, row.after)) {
        updates.add(new RowChange(table, row.before, null));
        deliverHalves.add(new RowChange(table, null, row.after));
      } else {
        updates.add(change);
      }
    }
    deletes.addAll(updates);
    deletes.addAll(inserts);
    deletes.addAll(deliverHalves);
    return deletes;
  }
}
