package io.cdcpipeline.operator.changefeed;

import java.util.Optional;

/**
 * TiCDC's Open API v2, as far as a pipeline needs it; both server architectures. Every call may
 * take long and throws {@link ChangefeedException}.
 */
public interface ChangefeedClient {
  /** Empty when TiCDC says there is none, which it may also say while an owner starts. */
  Optional<Changefeed> get(String id);

  /**
   * Creates it after startTs (0: now) and returns the start it got, once TiCDC has reached Kafka:
   * that may take minutes.
   */
  long create(DesiredChangefeed wish, long startTs);

  /** Replaces sink and configuration of a stopped or failed changefeed; it stays stopped. */
  void update(DesiredChangefeed wish);

  /** Stops it and keeps its position; the new state shows a moment later. */
  void pause(String id);

  /** Goes on from the position it has. */
  void resume(String id);

  /** Forgets it; fine when it is absent already. */
  void remove(String id);

  /** The time of the upstream cluster. */
  long tso();

  /** Tables under the rules as of that time, which cannot be 0. */
  TableSelection tables(DesiredChangefeed wish, long tso);
}
