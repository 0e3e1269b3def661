package io.cdcpipeline.operator.changefeed;

import java.util.List;

/**
 * Tables under the filter.
 *
 * @param sent with a key, or sent all the same
 * @param skipped without a primary key or a not-null unique key
 * @param idleRules including rules that match no table
 */
public record TableSelection(List<String> sent, List<String> skipped, List<String> idleRules) {
  public static final TableSelection UNKNOWN =
      new TableSelection(List.of("?"), List.of(), List.of());

  public TableSelection {
    sent = List.copyOf(sent);
    skipped = List.copyOf(skipped);
    idleRules = List.copyOf(idleRules);
  }

  boolean none() {
    return sent.isEmpty() && skipped.isEmpty();
  }
}
