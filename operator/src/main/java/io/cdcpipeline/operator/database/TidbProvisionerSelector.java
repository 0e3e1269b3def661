package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Optional;

/** Chooses the line of TiDB Operator: v2 where both are there, and never another one later. */
final class TidbProvisionerSelector {
  private static final String CHOSEN = "tidb-operator-line";
  private final List<TidbProvisioner> byPreference =
      List.of(new TidbV2Provisioner(), new TidbV1Provisioner());

  /**
   * The pipeline's line.
   *
   * @throws StageException when no line is installed, or the chosen one no longer is
   */
  TidbProvisioner of(StageContext context) {
    var line =
        chosen(context)
            .or(() -> first(context, true))
            .or(() -> first(context, false))
            .orElseThrow(TidbProvisionerSelector::notInstalled);
    context.appliedState().put(CHOSEN, line.version());
    return line;
  }

  /** The line whose cluster has to be removed, if any. */
  Optional<TidbProvisioner> existing(StageContext context) {
    return first(context, true);
  }

  private Optional<TidbProvisioner> chosen(StageContext context) {
    var version = context.appliedState().get(CHOSEN).orElse("");
    return byPreference.stream().filter(l -> l.version().equals(version)).findFirst();
  }

  private Optional<TidbProvisioner> first(StageContext context, boolean present) {
    return byPreference.stream()
        .filter(line -> line.installed(context))
        .filter(line -> !present || line.present(context))
        .findFirst();
  }

  private static StageException notInstalled() {
    return new StageException(
        Reason.OperatorNotInstalled,
        "TiDB Operator is not installed: install " + RequiredOperator.TIDB.install());
  }
}
