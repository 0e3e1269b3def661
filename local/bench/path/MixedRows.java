package io.cdcpipeline.local.demo;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Transactions of which 60 % are inserts, 30 % updates and 10 % deletes, each of another row: what
 * a transaction does to one row twice is one change.
 */
final class MixedRows implements AutoCloseable {
  private final BenchTable table;
  private final AtomicLong committed = new AtomicLong();
  private long next = 1;
  private long updatable;
  private long deletable;

  MixedRows(BenchTable table) {
    this.table = table;
  }

  /** Inserts what the first two transactions will change. */
  void seed(int perTransaction) {
    deletable = next;
    insert(perTransaction);
    updatable = next;
    insert(perTransaction);
    table.commit();
    committed.addAndGet(2L * perTransaction);
  }

  void transaction(int rows) {
    int updates = Math.round(rows * 0.3f);
    int deletes = Math.round(rows * 0.1f);
    long inserted = next;
    insert(rows - updates - deletes);
    table.update(updatable, updatable + updates);
    table.delete(deletable, deletable + deletes);
    table.commit();
    deletable = updatable;
    updatable = inserted;
    committed.addAndGet(rows);
  }

  /** One transaction of inserts only. */
  void bulk(int rows) {
    insert(rows);
    table.commit();
    committed.addAndGet(rows);
  }

  private void insert(int rows) {
    table.insert(next, next + rows);
    next += rows;
  }

  /** Changes so far. */
  long committed() {
    return committed.get();
  }

  @Override
  public void close() {
    table.close();
  }
}
