package io.cdcpipeline.consumer.json;

import java.util.Locale;

/**
 * Says why a record is not a change event. The message names a position and a field, never a value:
 * it goes to the log and into a header of the dead letter.
 */
public final class RejectedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The values of the label {@code reason} of {@code cdc_dead_letters_total}. */
  public enum Reason {
    NULL_VALUE,
    INVALID_JSON,
    INVALID_UTF8,
    UNKNOWN_TYPE,
    INVALID_EVENT,
    TOO_LARGE,
    INTERNAL_ERROR;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  /** No stack trace: with many rejected records it would cost more than decoding valid ones. */
  public RejectedRecordException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
