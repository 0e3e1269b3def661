package io.cdcpipeline.local.binlog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single clause of an ALTER TABLE statement. */
record AlterClause(String text) {
  private static final Pattern RENAME =
      Pattern.compile(
          "^rename (?:to |as )?(?!column |index |key )(" + SqlText.QUALIFIED + ")$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern EXCHANGE =
      Pattern.compile(
          "^exchange partition " + SqlText.NAME + " with table (" + SqlText.QUALIFIED + ").*",
          Pattern.CASE_INSENSITIVE);
  private static final String CONSTRAINT = "(constraint (" + SqlText.NAME + " )?)?";

  Optional<String> newTableName() {
    Matcher matcher = RENAME.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The table without partitions that changes places with a partition: TiCDC names this one. */
  Optional<String> exchangedTable() {
    Matcher matcher = EXCHANGE.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The Canal event type; empty for CHECK constraints, which TiCDC never sends. */
  Optional<String> type() {
    String clause = text.toLowerCase(Locale.ROOT);
    if (clause.matches("add " + CONSTRAINT + "check.*|drop constraint .*")) {
      return Optional.empty();
    }
    if (clause.matches(
        "add " + CONSTRAINT + "((unique|fulltext) )?(index|key|unique|primary|foreign)\\b.*")) {
      return Optional.of("CINDEX");
    }
    return Optional.of(
        clause.matches("drop (index|key|primary|foreign)\\b.*") ? "DINDEX" : "ALTER");
  }
}
