package io.cdcpipeline.consumer.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables by name: {@code *} stands for any text and {@code ?} for any character. Names are compared
 * case-insensitively, as TiDB does.
 */
public record TablePattern(Pattern database, Pattern table) {
  /** Empty if the text is not {@code <database>.<table>}. */
  static Optional<TablePattern> of(String text) {
    int dot = text.indexOf('.');
    return dot < 1 || dot == text.length() - 1
        ? Optional.empty()
        : Optional.of(
            new TablePattern(glob(text.substring(0, dot)), glob(text.substring(dot + 1))));
  }

  public boolean matches(String aDatabase, String aTable) {
    return database.matcher(aDatabase).matches() && table.matcher(aTable).matches();
  }

  private static Pattern glob(String text) {
    String regex =
        text.chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
