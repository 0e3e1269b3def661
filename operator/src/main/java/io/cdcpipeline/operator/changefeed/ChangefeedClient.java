package io.cdcpipeline.operator.changefeed;

import java.util.Optional;

/**
 * What a pipeline needs of TiCDC's Open API v2, whose two server architectures both serve it. Every
 * call may take long and throws {@link ChangefeedException}.
 */
public interface ChangefeedClient {
  /** Empty when TiCDC says that there is none, which it may also say while an owner starts. */
  Optional<Changefeed> get(String id);

  /**
   * Creates a changefeed that starts after startTs (0: now) and returns the TSO it starts after.
   * TiCDC connects to Kafka first, which may take minutes.
   */
  long create(DesiredChangefeed desired, long startTs);

  /** Replaces sink and configuration of a stopped or failed changefeed, which stays stopped. */
  void update(DesiredChangefeed desired);

  /** Stops it and keeps its position; TiCDC reports the new state a moment later. */
  void pause(String id);

  /** Continues from the position it has. */
  void resume(String id);

  /** Removes it; does nothing when it is absent. */
  void remove(String id);

  /** The upstream cluster's current time. */
  long tso();

  /** The tables that the filter rules select as of that TSO, which must not be 0. */
  TableSelection tables(DesiredChangefeed desired, long tso);
}
