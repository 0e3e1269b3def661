package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What there is to say about the tables of a healthy changefeed; pure. */
final class TableNotice {
  private static final int NAMED = 10;

  private TableNotice() {}

  static Verdict of(TableSelection tables, DesiredChangefeed wish) {
    List<String> notices = new ArrayList<>();
    Reason reason = Reason.Ready;
    if (!tables.idleRules().isEmpty() && !tables.none()) {
      reason = Reason.RulesWithoutTables;
      notices.add("no table yet for " + names(tables.idleRules()) + ": sent once it exists");
    }
    if (!tables.skipped().isEmpty()) {
      reason = Reason.TablesWithoutKey;
      notices.add(
          0,
          "skipped, no primary or unique key: "
              + names(tables.skipped())
              + "; add a key or set spec.changefeed.tablesWithoutKey: Replicate");
    }
    if (tables.none()) {
      return new Verdict(
          Reason.NoMatchingTables,
          "no table matches %s: create one, or correct spec.changefeed.tables"
              .formatted(names(wish.rules())));
    }
    return notices.isEmpty()
        ? new Verdict(reason, "changefeed is running")
        : new Verdict(reason, String.join("; ", notices));
  }

  static String names(List<String> all) {
    String first = String.join(", ", all.stream().sorted().limit(NAMED).toList());
    return all.size() <= NAMED ? first : first + " and " + (all.size() - NAMED) + " more";
  }
}
