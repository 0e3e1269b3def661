package io.cdcpipeline.cli.tail;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which changes are wanted; null and empty want all.
 *
 * @param tables table, or database.table; * stands for any part
 * @param ops of insert, update, delete and ddl
 * @param key of the row, as in the id
 */
public record ChangeFilter(List<String> tables, List<String> ops, String key)
    implements Predicate<ChangeLine> {

  @Override
  public boolean test(ChangeLine change) {
    return (isEmpty(tables) || tables.stream().anyMatch(table -> matches(table, change.table())))
        && (isEmpty(ops) || ops.stream().anyMatch(op -> op.equalsIgnoreCase(change.op())))
        && (key == null || key.equals(change.key()));
  }

  private static boolean matches(String wanted, String table) {
    var whole = wanted.contains(".") ? wanted : "*." + wanted;
    var pattern = Pattern.quote(whole).replace("*", "\\E.*\\Q");
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(table).matches();
  }

  private static boolean isEmpty(List<String> list) {
    return list == null || list.isEmpty();
  }
}
