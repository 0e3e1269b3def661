package io.cdcpipeline.local.ticdc;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import io.cdcpipeline.local.binlog.TableInfo;
import io.cdcpipeline.local.binlog.TableInfo.ColumnInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the binlog itself says about the columns of a row (binlog_row_metadata=FULL), which is right
 * even when the table has been renamed or created again since. It does not know JSON, virtual
 * columns, ZEROFILL and unique keys.
 */
final class MappedColumns {
  private static final int BINARY = 63;
  private static final Set<Integer> LATIN1 = Set.of(5, 8, 15, 31, 47, 48, 49, 94);
  private static final Set<Integer> GBK = Set.of(28, 87);

  private final TableMapEventData map;
  private final TableMapEventMetadata metadata;

  MappedColumns(TableMapEventData map) {
    this.map = map;
    this.metadata = map.getEventMetadata();
  }

  List<String> names() {
    return metadata.getColumnNames();
  }

  /** Whether a definition is that of these columns, and not of another table of this name. */
  boolean fit(TableInfo info) {
    if (!info.columns().stream().map(ColumnInfo::name).toList().equals(names())
        || !new HashSet<>(info.primaryKey()).equals(new HashSet<>(primaryKey()))) {
      return false;
    }
    for (int i = 0; i < names().size(); i++) {
      if (!stored(info.columns().get(i).dataType()).equals(stored(dataType(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Types that differ in their text only are stored alike. */
  private static String stored(String dataType) {
    return switch (dataType) {
      case "json" -> "longtext";
      case "binary" -> "char";
      case "varbinary" -> "varchar";
      default -> dataType.replace("blob", "text");
    };
  }

  List<String> primaryKey() {
    List<Integer> positions =
        Optional.ofNullable(metadata.getSimplePrimaryKeys())
            .or(
                () ->
                    Optional.ofNullable(metadata.getPrimaryKeysWithPrefix())
                        .map(MappedColumns::keys))
            .orElse(List.of());
    return positions.stream().map(names()::get).toList();
  }

  private static List<Integer> keys(Map<Integer, Integer> prefixes) {
    return List.copyOf(prefixes.keySet());
  }

  boolean unsigned(int position) {
    return metadata.getSignedness() != null && metadata.getSignedness().get(position);
  }

  /** In bytes, of BINARY(n). */
  int length(int position) {
    return type(position) == ColumnType.STRING ? map.getColumnMetadata()[position] & 0xff : 0;
  }

  String charset(int position) {
    int collation = collation(position);
    return collation == BINARY
        ? "binary"
        : LATIN1.contains(collation) ? "latin1" : GBK.contains(collation) ? "gbk" : "utf8mb4";
  }

  String dataType(int position) {
    int meta = map.getColumnMetadata()[position];
    boolean binary = isCharacter(position) && collation(position) == BINARY;
    ColumnType type = type(position);
    return switch (type) {
      case TINY -> "tinyint";
      case SHORT -> "smallint";
      case INT24 -> "mediumint";
      case LONG -> "int";
      case LONGLONG -> "bigint";
      case NEWDECIMAL -> "decimal";
      case TIME_V2 -> "time";
      case DATETIME_V2 -> "datetime";
      case TIMESTAMP_V2 -> "timestamp";
      case VAR_STRING, VARCHAR -> binary ? "varbinary" : "varchar";
      case STRING -> stringType(meta, binary);
      case BLOB -> List.of("tiny", "", "medium", "long").get(meta - 1) + (binary ? "blob" : "text");
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String stringType(int meta, boolean binary) {
    int real = meta >> 8;
    return real == ColumnType.ENUM.getCode()
        ? "enum"
        : real == ColumnType.SET.getCode() ? "set" : binary ? "binary" : "char";
  }

  private ColumnType type(int position) {
    return ColumnType.byCode(map.getColumnTypes()[position] & 0xff);
  }

  /** Collations are listed for columns with characters only, in their order. */
  private int collation(int position) {
    int nth = 0;
    for (int i = 0; i < position; i++) {
      nth += isCharacter(i) ? 1 : 0;
    }
    if (metadata.getColumnCharsets() != null) {
      return metadata.getColumnCharsets().get(nth);
    }
    var common = metadata.getDefaultCharset();
    if (common == null) {
      return 0;
    }
    var others = common.getCharsetCollations();
    return others == null
        ? common.getDefaultCharsetCollation()
        : others.getOrDefault(nth, common.getDefaultCharsetCollation());
  }

  private boolean isCharacter(int position) {
    int real = map.getColumnMetadata()[position] >> 8;
    return switch (type(position)) {
      case VAR_STRING, VARCHAR, BLOB -> true;
      case STRING -> real != ColumnType.ENUM.getCode() && real != ColumnType.SET.getCode();
      default -> false;
    };
  }
}
