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

  PanelHop(Panel panel, PanelSource source, Supplier<Optional<String>> document) {
    this.panel = panel;
    this.source = source;
    this.document = document;
  }

  @Override
  public String name() {
    return "panel " + panel.title();
  }

  @Override
  public String kind() {
    return "panels";
  }

  @Override
  public Optional<String> absent() {
    return panel.targets().stream().anyMatch(source::asks)
        ? Optional.empty()
        : Optional.of(
            "nobody to ask for " + panel.targets().get(0).source() + " without GRAFANA_URL");
  }

  @Override
  public Seen look() {
    var missing = new ArrayList<String>();
    int size = 0;
    for (var target : panel.targets()) {
      if (source.asks(target)) {
        var answer = source.ask(target);
        size += answer.size();
        missing.addAll(lacks(target, answer));
      }
    }
    return missing.isEmpty()
        ? new Seen(size == 0 ? "empty, as it may be" : size + " results", true)
        : new Seen(String.join(", ", missing), false);
  }

  private List<String> lacks(Target target, Answer answer) {
    if (ExpectedData.in(target) && answer.size() == 0) {
      return List.of("query " + target.refId() + " has no data");
    }
    var expected = document.get().filter(id -> target.listsDocuments());
    return expected.isPresent() && !answer.content().toString().contains(expected.get())
        ? List.of("does not list " + expected.get())
        : List.of();
  }
}
