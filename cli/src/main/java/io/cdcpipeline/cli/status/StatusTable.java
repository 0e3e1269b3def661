package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Style;
import io.cdcpipeline.cli.output.TextTable;
import java.time.Instant;
import java.util.List;

/** Many pipelines, one line each. */
record StatusTable(Style style, boolean wide) {

  String of(List<FlowStatus> flows, Instant now) {
    var table =
        wide
            ? new TextTable(
                "NAMESPACE", "NAME", "READY", "PHASE", "LAG", "WORST HOP", "AGE", "TO DO")
            : new TextTable("NAMESPACE", "NAME", "READY", "PHASE", "LAG", "WORST HOP", "AGE");
    for (var flow : flows) {
      var lag = flow.status() == null ? null : flow.status().lagSeconds();
      table.row(
          flow.namespace(),
          flow.name(),
          style.symbol(flow.health()) + " " + (flow.isReady() ? "yes" : "no"),
          flow.phase(),
          lag == null ? "?" : lag + "s",
          flow.worst().map(hop -> hop.hop().toString()).orElse("-"),
          PlainText.age(flow.age(now)),
          wide ? Advice.words(flow).map(PlainText::safe).orElse("") : "");
    }
    return table.toString();
  }
}
