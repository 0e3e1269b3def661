package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;

/**
 * One room of the data flow. A stage owns its children, its readiness and its condition; it never
 * calls another stage.
 */
public interface Stage {
  ConditionType type();

  /**
   * Brings the children as near to the spec as is possible now, without blocking, and says how the
   * stage stands.
   *
   * @throws StageException when something has to happen first; its reason becomes the condition
   */
  StageStatus reconcile(StageContext context);

  /**
   * Takes one step of removing what garbage collection will not, without blocking.
   *
   * @return true once nothing is left to do
   */
  default boolean cleanup(StageContext context) {
    return true;
  }
}
