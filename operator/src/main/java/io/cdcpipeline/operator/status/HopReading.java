package io.cdcpipeline.operator.status;

import java.time.Instant;

/**
 * How far a hop has come.
 *
 * @param position every change up to this time, by the database's clock, has passed; null if the
 *     system did not answer or has nothing
 * @param partitions of how many partitions heartbeats are written, or found; -1 if unknown
 * @param at when that was read, by this operator's clock; null if the system does not answer: then
 *     the last position holds
 */
public record HopReading(Instant position, int partitions, Instant at) {
  /** The system does not answer, or has not yet. */
  public static final HopReading SILENT = new HopReading(null, -1, null);

  /** The system answers, but cannot say. */
  public static HopReading unknown(Instant at) {
    return new HopReading(null, -1, at);
  }

  boolean isSilent() {
    return at == null;
  }
}
