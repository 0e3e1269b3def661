package io.cdcpipeline.operator.consumer;

/** Asks the pod of a replay how far it has come. */
interface ReplayClient {
  /**
   * The position of the part that it replays.
   *
   * @param address the pod's
   * @throws io.cdcpipeline.operator.status.StageException when it does not answer, as one of before
   *     version 0.2
   */
  ReplayPosition position(String address);
}
