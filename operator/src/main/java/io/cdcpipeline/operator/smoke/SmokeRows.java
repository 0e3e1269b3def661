package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.database.SmokeTable;
import io.cdcpipeline.operator.kubernetes.SecretReader;

/** The rows of a table of the smoke test's own in the pipeline's database. */
final class SmokeRows implements SmokeRun.Rows {
  private final CdcPipeline pipeline;
  private final SecretReader secrets;
  private final Changes changes;
  private SmokeTable table;

  SmokeRows(CdcPipeline pipeline, SecretReader secrets, Changes changes) {
    this.pipeline = pipeline;
    this.secrets = secrets;
    this.changes = changes;
  }

  @Override
  public void open() {
    table = SmokeTable.open(pipeline, secrets, changes.database());
    table.create();
  }

  @Override
  public String change() {
    table.change(changes.run());
    return Changes.EXPECTED.toString();
  }

  @Override
  public void close() {
    if (table == null) {
      return;
    }
    try (var opened = table) {
      opened.drop();
    }
  }
}
