package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables that the filter rules select.
 *
 * @param sent those with a key, or with tablesWithoutKey: Replicate all
 * @param skipped those with neither a primary key nor a unique key over not-null columns
 * @param idleRules including rules that match no table
 */
public record TableSelection(List<String> sent, List<String> skipped, List<String> idleRules) {
  public static final TableSelection UNKNOWN =
      new TableSelection(List.of("?"), List.of(), List.of());
  private static final int MAX_NAMED = 10;

  public TableSelection {
    sent = List.copyOf(sent);
    skipped = List.copyOf(skipped);
    idleRules = List.copyOf(idleRules);
  }

  /** The verdict on a running changefeed with these rules: ready, with what is not sent. */
  Verdict verdict(List<String> rules) {
    if (sent.isEmpty() && skipped.isEmpty()) {
      return new Verdict(
          Reason.NoMatchingTables,
          "no table matches %s: create one, or correct spec.changefeed.tables"
              .formatted(names(rules)));
    }
    Reason reason = Reason.Ready;
    List<String> notices = new ArrayList<>();
    if (!skipped.isEmpty()) {
      reason = Reason.TablesWithoutKey;
      notices.add(
          "skipped, no primary or unique key: "
              + names(skipped)
              + "; add a key or set spec.changefeed.tablesWithoutKey: Replicate");
    }
    if (!idleRules.isEmpty()) {
      reason = skipped.isEmpty() ? Reason.RulesWithoutTables : reason;
      notices.add("no table matches " + names(idleRules) + " yet: tables are sent once they exist");
    }
    return new Verdict(
        reason, notices.isEmpty() ? "changefeed is running" : String.join("; ", notices));
  }

  private static String names(List<String> all) {
    String first = String.join(", ", all.stream().sorted().limit(MAX_NAMED).toList());
    return all.size() <= MAX_NAMED ? first : first + " and " + (all.size() - MAX_NAMED) + " more";
  }
}
