package io.cdcpipeline.local.binlog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strips comments from statements, splits them at commas and unquotes names. */
final class SqlText {
  /** A name, bare, in backticks, or in the double quotes of sql_mode ANSI_QUOTES. */
  static final String NAME = "(?:`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[\\w$\\u0080-\\uffff]+)";

  /** A name with an optional database prefix. */
  static final String QUALIFIED = NAME + "(?:\\s*\\.\\s*" + NAME + ")?";

  private static final Pattern TOKENS =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.|\"\")*\"|`(?:[^`]|``)*`"
              + "|(?<comment>/\\*(?!!|M!)[\\s\\S]*?\\*/|--(?=\\s)[^\\n]*|#[^\\n]*)",
          Pattern.DOTALL);

  private SqlText() {}

  /**
   * Without comments (including TiDB's own) and with single spaces; only for inspection, not to be
   * executed.
   */
  static String plain(String sql) {
    Matcher tokens = TOKENS.matcher(sql);
    StringBuilder text = new StringBuilder();
    while (tokens.find()) {
      String kept = tokens.group("comment") == null ? tokens.group() : " ";
      tokens.appendReplacement(text, Matcher.quoteReplacement(kept));
    }
    return tokens.appendTail(text).toString().replaceAll("\\s+", " ").strip();
  }

  /** Splits at commas outside parentheses and quotes. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"' || c == '`') {
        quote = c;
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  /** The one or two names of a qualified name. */
  static List<String> names(String qualified) {
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile(NAME).matcher(qualified);
    while (matcher.find()) {
      names.add(unquoted(matcher.group()));
    }
    return names;
  }

  private static String unquoted(String name) {
    String quote = name.substring(0, 1);
    return quote.equals("`") || quote.equals("\"")
        ? name.substring(1, name.length() - 1).replace(quote + quote, quote)
        : name;
  }
}
