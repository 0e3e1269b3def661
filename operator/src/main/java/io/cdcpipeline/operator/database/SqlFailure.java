package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.Reason;

/** The database did not do what was asked; the message is for the condition and holds no secret. */
final class SqlFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  SqlFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
