package io.cdcpipeline.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Style;
import java.util.ArrayList;
import java.util.Map;

/**
 * A change as a person reads it: old value and new.
 *
 * @param longest characters of a value before it is cut; 0: never
 */
public record ChangeText(Style style, int longest) {

  public String of(ChangeLine change) {
    return "%s %s %s  %s"
        .formatted(
            style.dim(change.time()), op(change), style.bold(safe(change.table())), what(change));
  }

  private String op(ChangeLine change) {
    var health =
        switch (change.op()) {
          case "INSERT" -> Health.OK;
          case "DELETE" -> Health.FAILING;
          default -> Health.WARNING;
        };
    return style.of(health, "%-6s".formatted(PlainText.safe(change.op())));
  }

  private String what(ChangeLine change) {
    if (change.op().equals("DDL")) {
      return safe(change.field("sql"));
    }
    var data = change.json().path("data");
    var old = change.json().path("old");
    var key = change.key().isEmpty() ? "" : style.bold(safe(change.key())) + "  ";
    return key + (change.op().equals("UPDATE") ? differences(data, old) : values(data));
  }

  private String values(JsonNode row) {
    var values = new ArrayList<String>();
    row.properties().forEach(column -> values.add(name(column) + value(column.getValue())));
    return String.join(", ", values);
  }

  /** TiCDC sends in {@code old} the columns that changed. */
  private String differences(JsonNode data, JsonNode old) {
    var changes = new ArrayList<String>();
    for (var column : data.properties()) {
      var before = old.get(column.getKey());
      if (before != null && !before.equals(column.getValue())) {
        changes.add(
            name(column)
                + value(before)
                + " "
                + style.becomes()
                + " "
                + style.of(Health.OK, value(column.getValue())));
      }
    }
    return changes.isEmpty() ? "(no column differs)" : String.join(", ", changes);
  }

  private static String name(Map.Entry<String, JsonNode> column) {
    return PlainText.safe(column.getKey()) + ": ";
  }

  private String value(JsonNode value) {
    return value.isNull() ? "NULL" : safe(value.asText());
  }

  private String safe(String text) {
    var safe = PlainText.safe(text);
    return longest == 0 ? safe : PlainText.shortened(safe, longest);
  }
}
