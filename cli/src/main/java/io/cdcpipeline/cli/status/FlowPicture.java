package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Style;
import io.cdcpipeline.cli.output.TextTable;
import io.cdcpipeline.operator.api.Condition;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** One pipeline for a person: the flow, what is wrong with it, and what to do. */
record FlowPicture(Style style) {

  String of(FlowStatus flow, Counts counts, Instant now) {
    var text = new StringBuilder(title(flow, now)).append('\n');
    text.append(line(flow.hops(), this::system, " " + style.arrow() + " "))
        .append(line(flow.hops(), this::lag, " ".repeat(style.arrow().length() + 2)))
        .append(line(flow.hops(), HopView::detail, " ".repeat(style.arrow().length() + 2)))
        .append('\n');
    new Facts(style).of(flow).forEach((name, fact) -> text.append(fact(name, fact)));
    if (!counts.byTable().isEmpty() || !counts.note().isEmpty()) {
      text.append(counts(counts));
    }
    flow.complaints().forEach(c -> text.append(complaint(c)));
    Advice.words(flow).ifPresent(words -> text.append(fact("to do", words)));
    Advice.command(flow).ifPresent(command -> text.append(fact("command", style.bold(command))));
    return text.toString();
  }

  private String title(FlowStatus flow, Instant now) {
    var health = flow.health();
    return "%s  %s %s  %s  age %s\n"
        .formatted(
            style.bold(flow.namespace() + "/" + flow.name()),
            style.symbol(health),
            style.of(health, flow.phase()),
            flow.isReady() ? "Ready" : "not Ready" + reason(flow),
            PlainText.age(flow.age(now)));
  }

  private static String reason(FlowStatus flow) {
    return flow.ready().map(c -> " (" + c.reason() + ")").orElse("");
  }

  private String system(HopView hop) {
    return hop.system();
  }

  private String lag(HopView hop) {
    return style.symbol(hop.health()) + " " + (hop.health() == Health.OFF ? "off" : hop.lag());
  }

  /** A row of the picture, whose columns are as wide as the widest of the three rows. */
  private String line(List<HopView> hops, Function<HopView, String> cell, String between) {
    var line = new StringBuilder("  ");
    for (int i = 0; i < hops.size(); i++) {
      var hop = hops.get(i);
      int width =
          Math.max(hop.system().length(), Math.max(hop.detail().length(), hop.lag().length() + 2));
      line.append(i == 0 ? "" : between).append(TextTable.padded(cell.apply(hop), width));
    }
    var text = line.toString().stripTrailing();
    return text.isEmpty() ? "" : text + "\n";
  }

  private String fact(String name, String fact) {
    return "  %-10s %s\n".formatted(name, fact);
  }

  private String complaint(Condition condition) {
    var health = ConditionHealth.of(condition);
    return "  %s %s: %s\n"
        .formatted(
            style.symbol(health),
            style.of(health, condition.type() + " " + condition.reason()),
            PlainText.safe(condition.message()));
  }

  private String counts(Counts counts) {
    var text = new StringBuilder();
    counts
        .byTable()
        .forEach(
            (table, ops) ->
                text.append(fact(text.isEmpty() ? "counted" : "", table + "  " + operations(ops))));
    return counts.note().isEmpty()
        ? text.toString()
        : text + fact("counted", style.dim("unknown: " + counts.note()));
  }

  private static String operations(java.util.Map<String, Long> ops) {
    return String.join(
        ", ", ops.entrySet().stream().map(o -> o.getValue() + " " + o.getKey()).toList());
  }
}
