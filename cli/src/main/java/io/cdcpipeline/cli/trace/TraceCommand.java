package io.cdcpipeline.cli.trace;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.ConsumerPods;
import io.cdcpipeline.cli.cluster.PipelineArgument;
import io.cdcpipeline.cli.connect.SqlClient;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.tail.ChangeFilter;
import io.cdcpipeline.cli.tail.ChangeLine;
import io.cdcpipeline.cli.tail.PodLogs;
import io.cdcpipeline.operator.api.CdcPipeline;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where the changes of one row are. */
@Command(
    name = "trace",
    description =
        "Show where the changes of one row are: the row in SQL, TiCDC's checkpoint, topic and"
            + " offset, the consumer's line, and the document.",
    footer = {
      "",
      "Exit codes: 0 every change has its document, 1 some have none, 3 the cluster cannot be"
          + " asked."
    })
public final class TraceCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DB.TABLE", description = "The table.")
  String table;

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      description = "The row: its primary key, several columns joined by commas.")
  String key;

  @Mixin PipelineArgument argument;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public TraceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!table.matches("[^.]+\\..+")) {
      throw CliException.usage(table + " is not a table", "Expected DB.TABLE, e.g. shop.orders.");
    }
    var row = new RowKey(table, key);
    try (var api = Cluster.openForSpecs(cluster, terminal)) {
      var pipeline = Cluster.typed(argument.of(api));
      terminal.progress().waitFor("the row in TiDB");
      var sql = SqlHop.read(api, pipeline, SqlClient.find(terminal.environment()), row);
      terminal.progress().waitFor("the logs of the consumers");
      var lines = lines(api, pipeline);
      terminal.progress().waitFor("the documents in Elasticsearch");
      var search =
          SearchHop.read(
              api, pipeline, row, sql.keyColumns(), lines.keySet(), terminal.clock().instant());
      terminal
          .out()
          .print(new TraceText(terminal.style()).of(row, pipeline, sql, lines.values(), search));
      return isComplete(lines.values(), search) ? ExitCode.OK : ExitCode.NO;
    }
  }

  /** By id, so that what was sent twice is one change; in the order of their commits. */
  private Map<String, ChangeLine> lines(Cluster api, CdcPipeline pipeline) {
    var filter = new ChangeFilter(List.of(table), List.of(), key);
    var lines = new TreeMap<String, ChangeLine>();
    var metadata = pipeline.getMetadata();
    var logs = new PodLogs(api);
    for (var pod : new ConsumerPods(api).of(metadata.getNamespace(), metadata.getName())) {
      logs.read(
          pod,
          null,
          text ->
              ChangeLine.parse(text)
                  .filter(filter)
                  .ifPresent(change -> lines.putIfAbsent(change.id(), change)));
    }
    return lines;
  }

  private static boolean isComplete(Collection<ChangeLine> lines, SearchHop search) {
    return search.ids() == null
        || lines.stream().allMatch(change -> search.ids().contains(change.id()));
  }
}
