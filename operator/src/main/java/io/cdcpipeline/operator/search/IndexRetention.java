package io.cdcpipeline.operator.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;

/** Which daily indices have expired: today's and the given number of full days before it stay. */
final class IndexRetention {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd").withResolverStyle(ResolverStyle.STRICT);

  private IndexRetention() {}

  /**
   * The indices to delete; names that are not exactly those of a daily index are ignored.
   *
   * @param today in UTC, as Filebeat names the indices
   */
  static List<String> expired(
      IndexTemplate template, List<String> indices, LocalDate today, int days) {
    var firstKept = firstKept(today, days);
    return indices.stream()
        .filter(index -> day(template, index).filter(day -> day.isBefore(firstKept)).isPresent())
        .sorted()
        .toList();
  }

  /** The oldest day of which everything is kept. */
  static LocalDate firstKept(LocalDate today, int days) {
    return today.minusDays(days);
  }

  static String index(IndexTemplate template, LocalDate day) {
    return template + "-" + DAY.format(day);
  }

  private static Optional<LocalDate> day(IndexTemplate template, String index) {
    var prefix = template + "-";
    if (!index.startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(index.substring(prefix.length()), DAY));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
