package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.smoke.Panel.Target;
import io.cdcpipeline.operator.smoke.PanelSource.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A panel of a dashboard: each of its queries is answered, none that must have data is without, and
 * a list of documents has one of ours.
 */
final class PanelHop implements Hop {
  private final Panel panel;
  private final PanelSource source;
  private final Supplier<Optional<String>> document;
  private final Optional<String> skipped;

  PanelHop(
      Panel panel,
      PanelSource source,
      Supplier<Optional<String>> document,
      Optional<String> skipped) {
    this.panel = panel;
    this.source = source;
    this.document = document;
    this.skipped = skipped;
  }

  @Override
  public String name() {
    return "panel " + panel.title();
  }

  @Override
  public Optional<String> absent() {
    return skipped;
  }

  @Override
  public Seen look() {
    var missing = new ArrayList<String>();
    int size = 0;
    boolean asked = false;
    for (var target : panel.targets()) {
      var answer = source.ask(target);
      asked |= answer.isPresent();
      size += answer.map(Answer::size).orElse(0);
      answer.map(a -> lacks(target, a)).ifPresent(missing::addAll);
    }
    if (!asked) {
      return new Seen("no server to ask", true);
    }
    return missing.isEmpty()
        ? new Seen(size == 0 ? "empty, as it may be" : size + " results", true)
        : new Seen(String.join(", ", missing), false);
  }

  private List<String> lacks(Target target, Answer answer) {
    if (ExpectedData.in(panel, target) && answer.size() == 0) {
      return List.of("query " + target.refId() + " has no data");
    }
    var expected = document.get().filter(id -> target.listsDocuments());
    return expected.isPresent() && !answer.content().toString().contains(expected.get())
        ? List.of("does not list " + expected.get())
        : List.of();
  }
}
