package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.ChangefeedSpec;
import io.cdcpipeline.operator.api.ColumnSelector;
import io.cdcpipeline.operator.api.EventFilter;
import io.cdcpipeline.operator.api.TablesWithoutKey;
import java.util.List;

/**
 * The {@code replica_config} of a spec. Switches that change what is sent are always included, even
 * where they equal TiCDC's defaults, so that a change made by hand is detected.
 */
final class ReplicaConfig {
  private ReplicaConfig() {}

  static ObjectNode of(ChangefeedSpec spec) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("case_sensitive", false);
    config.put("force_replicate", spec.tablesWithoutKey() == TablesWithoutKey.REPLICATE);
    // Otherwise a single table without a key prevents the changefeed from being created.
    config.put("ignore_ineligible_table", true);
    config.put("bdr_mode", false);
    ObjectNode filter = config.putObject("filter");
    strings(filter, "rules", spec.tables());
    filter.set("event_filters", eventFilters(orEmpty(spec.eventFilters())));
    ObjectNode sink = config.putObject("sink");
    ObjectNode dispatcher = sink.putArray("dispatchers").addObject();
    strings(dispatcher, "matcher", List.of("*.*"));
    dispatcher.put("partition", partition(spec));
    sink.set("column_selectors", columnSelectors(orEmpty(spec.columnSelectors())));
    sink.put("only_output_updated_columns", false);
    sink.put("delete_only_output_handle_key_columns", false);
    sink.put("content_compatible", false);
    return config;
  }

  private static String partition(ChangefeedSpec spec) {
    return switch (spec.dispatch()) {
      case INDEX_VALUE -> "index-value";
      case TABLE -> "table";
      case TS -> "ts";
    };
  }

  private static JsonNode eventFilters(List<EventFilter> filters) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (EventFilter filter : filters) {
      ObjectNode json = array.addObject();
      strings(json, "matcher", filter.matcher());
      strings(json, "ignore_event", orEmpty(filter.ignoreEvent()));
      strings(json, "ignore_sql", orEmpty(filter.ignoreSql()));
      expression(json, "ignore_insert_value_expr", filter.ignoreInsertValueExpr());
      expression(json, "ignore_update_new_value_expr", filter.ignoreUpdateNewValueExpr());
      expression(json, "ignore_update_old_value_expr", filter.ignoreUpdateOldValueExpr());
      expression(json, "ignore_delete_value_expr", filter.ignoreDeleteValueExpr());
    }
    return array;
  }

  private static JsonNode columnSelectors(List<ColumnSelector> selectors) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (ColumnSelector selector : selectors) {
      ObjectNode json = array.addObject();
      strings(json, "matcher", selector.matcher());
      strings(json, "columns", selector.columns());
    }
    return array;
  }

  private static void expression(ObjectNode json, String name, String value) {
    if (value != null && !value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void strings(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
