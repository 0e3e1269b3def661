package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Optional;

/** Chooses the version of TiDB Operator: v2 where both are installed, and never another later. */
final class TidbProvisionerSelector {
  private static final String CHOSEN = "tidb-operator-line";
  private final List<TidbProvisioner> byPreference =
      List.of(new TidbV2Provisioner(), new TidbV1Provisioner());

  /**
   * The provisioner of the pipeline's TiDB.
   *
   * @throws StageException when neither version is installed
   */
  TidbProvisioner select(StageContext context) {
    var provisioner =
        chosen(context)
            .or(() -> existing(context))
            .or(() -> byPreference.stream().filter(p -> p.installed(context)).findFirst())
            .orElseThrow(TidbProvisionerSelector::notInstalled);
    context.appliedState().put(CHOSEN, provisioner.version());
    return provisioner;
  }

  /** The provisioner of the TiDB that this pipeline already has, if any. */
  Optional<TidbProvisioner> existing(StageContext context) {
    return byPreference.stream()
        .filter(provisioner -> provisioner.installed(context))
        .filter(provisioner -> provisioner.present(context))
        .findFirst();
  }

  /** The provisioner of a TiDB that is, or was, this pipeline's: its volumes may outlive it. */
  Optional<TidbProvisioner> ofCleanup(StageContext context) {
    return existing(context).or(() -> chosen(context).filter(p -> p.installed(context)));
  }

  private Optional<TidbProvisioner> chosen(StageContext context) {
    var version = context.appliedState().get(CHOSEN).orElse("");
    return byPreference.stream().filter(p -> p.version().equals(version)).findFirst();
  }

  private static StageException notInstalled() {
    return new StageException(
        Reason.OperatorNotInstalled,
        "TiDB Operator is not installed: install " + RequiredOperator.TIDB.install());
  }
}
