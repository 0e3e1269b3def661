package io.cdcpipeline.operator.search;

/** This operator's calls to Filebeat. */
interface FilebeatClient {
  /** The port of {@code http} in beat.yaml. */
  int PORT = 5066;

  /**
   * What a pod counts.
   *
   * @param address the pod's
   * @throws io.cdcpipeline.operator.status.StageException when it does not answer with statistics
   */
  FilebeatStatistics statistics(String address);
}
