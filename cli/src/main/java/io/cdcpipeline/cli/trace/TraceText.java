package io.cdcpipeline.cli.trace;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Style;
import io.cdcpipeline.cli.output.TextTable;
import io.cdcpipeline.cli.tail.ChangeLine;
import io.cdcpipeline.operator.api.CdcPipeline;
import java.util.Collection;
import java.util.Comparator;

/** The way of a row for a person. */
record TraceText(Style style) {

  String of(
      RowKey row,
      CdcPipeline pipeline,
      SqlHop sql,
      Collection<ChangeLine> lines,
      SearchHop search) {
    var metadata = pipeline.getMetadata();
    var text = new StringBuilder();
    text.append(
        "%s %s in %s/%s\n\n"
            .formatted(
                style.bold(PlainText.safe(row.table())),
                PlainText.safe(row.key()),
                metadata.getNamespace(),
                metadata.getName()));
    text.append(hop("SQL", sql.text()));
    text.append(hop("TiCDC", ticdc(pipeline)));
    text.append(
        hop(
            "consumer",
            lines.size() + (lines.size() == 1 ? " change" : " changes") + " in the logs"));
    text.append(hop("search", search.text()));
    if (!lines.isEmpty()) {
      text.append('\n').append(table(lines, search));
    }
    return text.toString();
  }

  private static String ticdc(CdcPipeline pipeline) {
    var status = pipeline.getStatus();
    var changefeed = status == null ? null : status.changefeed();
    return changefeed == null || changefeed.checkpoint() == null
        ? "no checkpoint known"
        : "%severything up to %s is in Kafka"
            .formatted(
                changefeed.state() == null ? "" : changefeed.state() + ", ",
                changefeed.checkpoint());
  }

  private String table(Collection<ChangeLine> lines, SearchHop search) {
    var table = new TextTable("COMMITTED", "OP", "TOPIC-PARTITION@OFFSET", "COMMIT TS", "DOCUMENT");
    lines.stream()
        .sorted(Comparator.comparing(ChangeLine::time).thenComparing(ChangeLine::id))
        .forEach(
            change ->
                table.row(
                    change.time(),
                    change.op(),
                    change.position(),
                    change.field("commit_ts"),
                    document(change, search)));
    return table.toString();
  }

  private String document(ChangeLine change, SearchHop search) {
    if (search.ids() == null) {
      return "?";
    }
    return search.ids().contains(change.id())
        ? style.of(Health.OK, "yes")
        : style.of(Health.FAILING, "no");
  }

  private String hop(String name, String text) {
    return "%-9s %s\n".formatted(name, PlainText.safe(text));
  }
}
