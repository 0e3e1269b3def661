package io.cdcpipeline.operator.search;

import java.util.Optional;

/**
 * Asks the pod of a replay for its marks, and tells it of those that are found. All calls throw a
 * {@link io.cdcpipeline.operator.status.StageException} when it does not answer or refuses.
 */
interface ReplayPods {
  /**
   * Its marks; empty if it writes none.
   *
   * @param address the pod's
   */
  Optional<ReplayMarks> marks(String address);

  /**
   * All marks up to this one are found.
   *
   * @param proof what is in the mark, and nowhere else
   */
  void found(String address, int mark, String proof);
}
