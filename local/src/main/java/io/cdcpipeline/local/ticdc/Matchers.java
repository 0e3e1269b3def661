package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.List;

/** {@code matcher} lists: table-filter rules inside other rules. */
final class Matchers {
  private Matchers() {}

  static TableFilter of(JsonNode replicaConfig, JsonNode rules) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.set("case_sensitive", replicaConfig.path("case_sensitive"));
    config.putObject("filter").set("rules", rules);
    return new TableFilter(config);
  }

  /** Rules on column names, with the same wildcards and "!". */
  static TableFilter ofColumns(List<String> rules) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    ArrayNode all = config.putObject("filter").putArray("rules");
    rules.forEach(
        rule -> all.add((rule.startsWith("!") ? "!*." : "*.") + rule.replaceFirst("^!", "")));
    return new TableFilter(config);
  }

  static boolean matchesColumn(TableFilter rules, String column) {
    return rules.matches(new TableName("", column));
  }
}
