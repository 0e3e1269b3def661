package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Style;
import io.cdcpipeline.cli.plan.ChildChange.Action;
import io.cdcpipeline.cli.plan.Effect.Level;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for a person. */
record PlanText(Style style, boolean wide) {
  private static final int LONGEST_VALUE = 60;
  private static final int MOST_FIELDS = 10;

  String of(Plan plan) {
    var name = plan.namespace() + "/" + plan.name();
    if (plan.isEmpty()) {
      return style.bold(name) + ": nothing to change\n";
    }
    var text =
        new StringBuilder(style.bold(name)).append(plan.isNew() ? " would be created\n" : "\n");
    section(text, "spec", plan.fields().stream().map(f -> "  " + field(f)).toList());
    section(text, "children", plan.children().stream().map(this::child).toList());
    section(
        text,
        "what happens",
        plan.effects().stream()
            .sorted(Comparator.comparing(Effect::level).reversed())
            .map(this::effect)
            .toList());
    return text.append('\n').append(summary(plan)).append('\n').toString();
  }

  private void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(title).append('\n').append(String.join("\n", lines)).append('\n');
    }
  }

  private String field(FieldChange change) {
    return "%s: %s %s %s"
        .formatted(change.path(), value(change.from()), style.becomes(), value(change.to()));
  }

  private static String value(JsonNode value) {
    if (value == null) {
      return "(none)";
    }
    var text = value.isTextual() ? value.asText() : value.toString();
    return PlainText.shortened(PlainText.safe(text), LONGEST_VALUE);
  }

  private String child(ChildChange change) {
    var line = "  %s %s".formatted(sign(change.action()), change.name());
    if (change.fields().size() > MOST_FIELDS && !wide) {
      return line
          + "\n      %d fields below %s (-o wide shows them)"
              .formatted(change.fields().size(), places(change));
    }
    var fields = change.fields().stream().map(f -> "\n      " + field(f)).toList();
    return line + String.join("", fields);
  }

  private static String places(ChildChange change) {
    return change.fields().stream()
        .map(f -> f.path().replaceFirst("^([^.\\[]+(?:\\.[^.\\[]+)?).*", "$1"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String sign(Action action) {
    return switch (action) {
      case create -> style.of(Health.OK, "+");
      case change -> style.of(Health.WARNING, "~");
      case delete -> style.of(Health.FAILING, "-");
    };
  }

  private String effect(Effect effect) {
    var health =
        switch (effect.level()) {
          case note -> Health.OK;
          case pause, restart -> Health.WARNING;
          case lose, refuse -> Health.FAILING;
        };
    return "  %s %s"
        .formatted(
            style.of(health, "%-8s".formatted(effect.level())), PlainText.safe(effect.text()));
  }

  private String summary(Plan plan) {
    if (plan.reaches(Level.refuse)) {
      return style.of(Health.FAILING, "It would be refused.");
    }
    return "%d to create, %d to change, %d to delete; %s"
        .formatted(
            plan.count(Action.create),
            plan.count(Action.change),
            plan.count(Action.delete),
            plan.reaches(Level.lose)
                ? style.of(Health.FAILING, "something is lost.")
                : "nothing is lost.");
  }
}
