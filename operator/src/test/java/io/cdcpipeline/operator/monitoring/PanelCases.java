package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Cases of panels as promtool reads them. It evaluates all queries of a file at every interval, and
 * those over hours are slow, while a panel asks when somebody looks: here when a case does, and at
 * ten times until then for queries that fail at other times. So there is a file for each case and
 * time; promtool's output names the case.
 */
final class PanelCases {
  private static final int TIMES = 10;

  private PanelCases() {}

  /** Writes the files into a folder, and returns their names. */
  static List<String> write(Path cases, Path folder) throws IOException {
    var file = (ObjectNode) Json.YAML.readTree(Files.readString(cases));
    var names = new ArrayList<String>();
    for (var test : file.get("tests")) {
      for (var time : times(test)) {
        var single = at(file, test, time);
        var name = "panels-%d.test.yaml".formatted(names.size());
        Files.writeString(folder.resolve(name), Json.YAML.writeValueAsString(single));
        names.add(name);
      }
    }
    return names;
  }

  private static Set<String> times(JsonNode test) {
    var times = new LinkedHashSet<String>();
    test.get("promql_expr_test").forEach(asked -> times.add(asked.get("eval_time").asText()));
    return times;
  }

  private static ObjectNode at(ObjectNode file, JsonNode test, String time) {
    var single = file.deepCopy();
    var interval = Duration.parse("PT" + time).dividedBy(TIMES);
    single.put("evaluation_interval", interval.toMillis() + "ms");
    var only = (ObjectNode) test.deepCopy();
    var asked = only.putArray("promql_expr_test");
    for (var expression : test.get("promql_expr_test")) {
      if (expression.get("eval_time").asText().equals(time)) {
        asked.add(expression);
      }
    }
    single.putArray("tests").add(only);
    return single;
  }
}
