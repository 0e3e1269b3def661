package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import io.cdcpipeline.testkit.ticdc.TableName;

/**
 * The parts of a replica_config that the stand-in supports; the server has filled in the defaults.
 */
record ReplicaConfig(
    TableFilter tables,
    EventFilter events,
    Dispatcher dispatcher,
    ColumnSelector columns,
    boolean forceReplicate,
    boolean splitUpdates,
    CanalJson.RowFormat rowFormat) {

  static ReplicaConfig parse(JsonNode json, SinkUri sink) {
    JsonNode inSink = json.path("sink");
    boolean onlyUpdated = inSink.path("only_output_updated_columns").asBoolean();
    return new ReplicaConfig(
        new TableFilter(json),
        new EventFilter(json),
        new Dispatcher(json),
        new ColumnSelector(json),
        json.path("force_replicate").asBoolean(),
        !inSink.path("kafka_config").path("output_raw_change_event").asBoolean(),
        new CanalJson.RowFormat(
            sink.flag("only-output-updated-columns", onlyUpdated),
            inSink.path("delete_only_output_handle_key_columns").asBoolean()));
  }

  boolean passes(TableName table) {
    return tables.matches(table);
  }

  boolean passes(Ddl ddl) {
    boolean named =
        ddl.ofDatabase()
            ? tables.matchesSchema(ddl.name().schema())
            : tables.matches(ddl.name()) || ddl.oldName().map(tables::matches).orElse(false);
    return named && !events.ignores(ddl);
  }
}
