package io.cdcpipeline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.tail.ChangeLine;
import io.cdcpipeline.operator.remote.Json;
import java.util.stream.Collectors;

/** A log, in which the rows of changes are somebody's data. */
final class LogText {
  private LogText() {}

  /** The same lines with every column's value masked; its name and whether it is NULL stay. */
  static String withoutRows(String log) {
    return log.lines().map(LogText::line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(String line) {
    return ChangeLine.parse(line)
        .map(
            change -> {
              var json = (ObjectNode) change.json().deepCopy();
              hide(json.path("data"));
              hide(json.path("old"));
              return Json.JSON.<JsonNode>valueToTree(json).toString();
            })
        .orElse(line);
  }

  private static void hide(JsonNode row) {
    if (row instanceof ObjectNode columns) {
      columns
          .properties()
          .forEach(
              column -> {
                if (!column.getValue().isNull()) {
                  column.setValue(Json.JSON.getNodeFactory().textNode(SecretMask.MASKED));
                }
              });
    }
  }
}
