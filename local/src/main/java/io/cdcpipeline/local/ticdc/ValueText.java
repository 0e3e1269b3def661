package io.cdcpipeline.local.ticdc;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A binlog value as Canal-JSON has it: a string or null. */
final class ValueText {
  private static final Map<String, Charset> CHARSETS =
      Map.of(
          "latin1", Charset.forName("windows-1252"),
          "gbk", Charset.forName("GBK"),
          "binary", StandardCharsets.ISO_8859_1);

  private ValueText() {}

  static List<String> row(Table table, List<Serializable> raw) {
    String[] texts = new String[table.columns().size()];
    for (int i = 0; i < texts.length; i++) {
      Column column = table.columns().get(i);
      texts[i] = of(column, raw.get(column.position()));
    }
    return Arrays.asList(texts);
  }

  static String of(Column column, Serializable raw) {
    if (raw == null) {
      return null;
    }
    return switch (column.dataType()) {
      case "tinyint" -> integer(column, raw, 8);
      case "smallint" -> integer(column, raw, 16);
      case "mediumint" -> integer(column, raw, 24);
      case "int" -> integer(column, raw, 32);
      case "bigint" -> column.unsigned() ? Long.toUnsignedString((Long) raw) : String.valueOf(raw);
      case "float" -> shortest(((Number) raw).floatValue());
      case "double" -> shortest(((Number) raw).doubleValue());
      case "decimal" -> ((BigDecimal) raw).toPlainString();
      case "bit" -> bits((BitSet) raw);
      // The library adds 1900 to the byte; 0 is the year 0.
      case "year" -> raw.equals(1900) ? "0" : raw.toString();
      case "json" -> TidbJson.text(new String((byte[]) raw, StandardCharsets.UTF_8));
      case "binary" -> padded((byte[]) raw, column.length());
      default -> raw instanceof byte[] bytes ? text(column, bytes) : raw.toString();
    };
  }

  private static String integer(Column column, Serializable raw, int width) {
    long value = ((Number) raw).longValue();
    return Long.toString(column.unsigned() ? value & ((1L << width) - 1) : value);
  }

  /**
   * Without an exponent, with no more digits than needed to distinguish the number from its
   * neighbours.
   */
  private static String shortest(float value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.floatValue() == value) {
        return plain(rounded);
      }
    }
  }

  private static String shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return plain(rounded);
      }
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String bits(BitSet raw) {
    long[] words = raw.toLongArray();
    return words.length == 0 ? "0" : Long.toUnsignedString(words[0]);
  }

  /** The binlog strips trailing zero bytes. */
  private static String padded(byte[] raw, int length) {
    return new String(
        Arrays.copyOf(raw, Math.max(length, raw.length)), StandardCharsets.ISO_8859_1);
  }

  private static String text(Column column, byte[] raw) {
    boolean bytes = column.dataType().endsWith("blob") || column.dataType().equals("varbinary");
    String charset = bytes ? "binary" : column.charset().toLowerCase(Locale.ROOT);
    return new String(raw, CHARSETS.getOrDefault(charset, StandardCharsets.UTF_8));
  }
}
