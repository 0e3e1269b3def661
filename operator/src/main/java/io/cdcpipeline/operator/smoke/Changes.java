package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.database.SmokeTable;
import java.time.Instant;

/**
 * The changes of one run.
 *
 * @param database of their table
 * @param run first of the ids
 */
record Changes(String database, long run) {
  private static final int IDS_PER_SECOND = 100;

  /** How many of each kind. */
  record Operations(long inserts, long updates, long deletes) {
    Operations minus(Operations before) {
      return new Operations(
          inserts - before.inserts, updates - before.updates, deletes - before.deletes);
    }

    long total() {
      return inserts + updates + deletes;
    }

    /** As in "10 inserts, 5 updates, 2 deletes". */
    @Override
    public String toString() {
      return "%d ins, %d upd, %d del".formatted(inserts, updates, deletes);
    }
  }

  static final Operations EXPECTED =
      new Operations(SmokeTable.INSERTS, SmokeTable.UPDATES, SmokeTable.DELETES);

  /** Ids that no other run has. */
  static Changes at(Instant now, String database) {
    return new Changes(database, now.getEpochSecond() * IDS_PER_SECOND);
  }

  boolean contains(long id) {
    return id >= run && id < run + IDS_PER_SECOND;
  }

  /** What a hop shows, and whether it is everything. */
  static Hop.Seen seen(Operations now) {
    return new Hop.Seen(now.toString(), now.equals(EXPECTED));
  }
}
