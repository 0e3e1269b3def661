package io.cdcpipeline.operator;

import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import java.util.function.Supplier;

/** Plays another stage: reports what the test says, and does nothing. */
public record StageStub(ConditionType type, Supplier<StageStatus> status) implements Stage {
  public static StageStub ready(ConditionType type) {
    return new StageStub(type, () -> StageStatus.ready("ready"));
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    return status.get();
  }
}
