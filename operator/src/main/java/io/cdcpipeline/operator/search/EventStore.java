package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where the consumers' lines are found in the end. All calls throw a {@link
 * io.cdcpipeline.operator.status.StageException} when it does not answer or refuses.
 */
interface EventStore {
  /** Only shows that the user is let in. */
  void logIn();

  /**
   * Of each partition the watermark of its newest heartbeat; empty without any.
   *
   * @param recent whether to search only those of the last hours, which is cheap
   */
  Map<Integer, Instant> newestHeartbeats(ResourceNames pipeline, String topic, boolean recent);

  /** Reads heartbeats and counts documents; what is counted must be complete. */
  AuditSearch.Found audit(AuditSearch search);

  /** Whether every one of these records of a topic has been written by a replay. */
  boolean hasRecords(ResourceNames pipeline, String topic, List<ReplayedLine> records);

  /** Of the marks of a replay, those that are found, with the proof in each. */
  Map<Integer, String> marks(ResourceNames pipeline, String topic, MarkQuery query);
}
