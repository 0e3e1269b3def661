package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;

/**
 * One step of the data flow. A stage owns its children, its readiness and its condition; it never
 * calls another stage.
 */
public interface Stage {
  ConditionType type();

  /**
   * Brings the children as close to the spec as is possible now, without blocking, and reports the
   * stage's status.
   *
   * @throws StageException when the stage cannot proceed; reason and message become its condition
   */
  StageStatus reconcile(StageContext context);

  /**
   * Takes one step of removing what garbage collection does not, without blocking.
   *
   * @return true once nothing is left to do
   */
  default boolean cleanup(StageContext context) {
    return true;
  }
}
