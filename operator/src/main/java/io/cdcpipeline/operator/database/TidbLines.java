package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.child.ForeignOperator;
import io.cdcpipeline.operator.status.Reason;
import java.util.List;
import java.util.Optional;

/** Chooses the line of TiDB Operator: v2 where both are there, and never another one later. */
final class TidbLines {
  private static final String CHOSEN = "tidb-operator-line";
  private final List<TidbLine> byPreference = List.of(new TidbV2(), new TidbV1());

  /**
   * The pipeline's line.
   *
   * @throws StageException when no line is installed, or the chosen one no longer is
   */
  TidbLine of(StageContext context) {
    var line =
        chosen(context)
            .or(() -> first(context, true))
            .or(() -> first(context, false))
            .orElseThrow(TidbLines::notInstalled);
    context.applied().put(CHOSEN, line.version());
    return line;
  }

  /** The line whose cluster has to be removed, if any. */
  Optional<TidbLine> existing(StageContext context) {
    return first(context, true);
  }

  private Optional<TidbLine> chosen(StageContext context) {
    var version = context.applied().get(CHOSEN).orElse("");
    return byPreference.stream().filter(l -> l.version().equals(version)).findFirst();
  }

  private Optional<TidbLine> first(StageContext context, boolean present) {
    return byPreference.stream()
        .filter(line -> line.installed(context))
        .filter(line -> !present || line.present(context))
        .findFirst();
  }

  private static StageException notInstalled() {
    return new StageException(
        Reason.OperatorNotInstalled,
        "TiDB Operator is not installed: install " + ForeignOperator.TIDB.install());
  }
}
