package io.cdcpipeline.local.ticdc;

import java.math.BigInteger;

/**
 * A column of a message. SQL types and type names are those of pingcap/ticdc v8.5.7,
 * pkg/sink/codec/canal.
 *
 * @param position of its value in a binlog row
 * @param length in bytes, of BINARY(n)
 */
record Column(
    String name,
    int position,
    String dataType,
    boolean unsigned,
    boolean zerofill,
    int length,
    String charset) {

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  String mysqlType() {
    boolean bare = dataType.equals("bit") || dataType.equals("year");
    String sign = unsigned && !bare ? " unsigned" : "";
    return dataType + sign + (zerofill ? " zerofill" : "");
  }

  /** Depends on the value: an unsigned number that does not fit gets the next larger type. */
  int sqlType(String value) {
    return switch (dataType) {
      case "tinyint" -> promoted(value, 127) ? 5 : -6;
      case "smallint" -> promoted(value, Short.MAX_VALUE) ? 4 : 5;
      case "mediumint" -> 4;
      case "int" -> promoted(value, Integer.MAX_VALUE) ? -5 : 4;
      case "bigint" ->
          unsigned && value != null && new BigInteger(value).compareTo(LONG_MAX) > 0 ? 3 : -5;
      case "float" -> 7;
      case "double" -> 8;
      case "decimal" -> 3;
      case "bit", "set" -> -7;
      case "enum" -> 4;
      case "char" -> 1;
      case "date" -> 91;
      case "time" -> 92;
      case "datetime", "timestamp" -> 93;
      case "tinytext", "text", "mediumtext", "longtext" -> 2005;
      case "varchar", "year", "json" -> 12;
      default -> 2004;
    };
  }

  private boolean promoted(String value, long largest) {
    return unsigned && value != null && Long.parseLong(value) > largest;
  }
}
