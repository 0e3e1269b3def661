package io.cdcpipeline.consumer.json;

import java.util.Locale;

/**
 * Says why a record is no change event. The message names a place and a field, never a value: it
 * goes to the log and to the headers of the dead letter.
 */
public final class RejectedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The values of label {@code reason} of {@code cdc_dead_letters_total}. */
  public enum Reason {
    NULL_VALUE,
    INVALID_JSON,
    INVALID_UTF8,
    UNKNOWN_TYPE,
    INVALID_EVENT,
    INTERNAL_ERROR;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  /** No stack trace: in a storm of bad records it would cost more than decoding good ones. */
  public RejectedRecordException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
