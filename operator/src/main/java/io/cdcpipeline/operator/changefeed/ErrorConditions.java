package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;

/** What a failure means for a person, and what to do about it; pure. */
final class ErrorConditions {
  private ErrorConditions() {}

  /** TiCDC did not answer a question. */
  static Verdict unanswered(Trouble trouble) {
    return switch (trouble.cause()) {
      case NOT_READY ->
          new Verdict(Reason.TicdcNotReady, "TiCDC is not ready yet: " + trouble.text());
      case UNAUTHORIZED -> unauthorized(trouble);
      case UNREACHABLE ->
          new Verdict(
              Reason.Unreachable,
              "TiCDC does not answer (" + trouble.text() + "): check its pods and its Service");
      default -> new Verdict(Reason.RemoteError, "TiCDC answers with an error: " + trouble.text());
    };
  }

  /** TiCDC refused a step, or reports this of a changefeed. */
  static Verdict of(Trouble trouble, DesiredChangefeed wish) {
    String text = trouble.text();
    return switch (trouble.cause()) {
      case LOST_BY_GC -> lost(text);
      case MESSAGE_TOO_LARGE ->
          new Verdict(
              Reason.MessageTooLarge,
              "a row does not fit into one message of %s bytes: raise spec.changefeed"
                      .formatted(wish.sink().parameters().get("max-message-bytes"))
                  + ".maxMessageBytes or exclude columns with columnSelectors ("
                  + text
                  + ")");
      case SINK_UNREACHABLE ->
          new Verdict(
              Reason.SinkUnreachable,
              "TiCDC cannot use topic %s on %s: check brokers, topic and credentials (%s)"
                  .formatted(wish.sink().topic(), wish.sink().brokers(), text));
      case SINK_INVALID, CONFIG_INVALID, TABLE_INELIGIBLE, UPDATE_REFUSED ->
          new Verdict(
              Reason.ChangefeedRejected,
              "TiCDC refuses the changefeed: correct spec.changefeed (" + text + ")");
      case UNAUTHORIZED -> unauthorized(trouble);
      case UNREACHABLE, NOT_READY, SERVER_ERROR, NOT_FOUND, ALREADY_EXISTS, NOTHING_TO_UPDATE ->
          unanswered(trouble);
    };
  }

  static Verdict lost(String text) {
    return new Verdict(
        Reason.ChangefeedLost,
        "TiDB has dropped changes that were not sent yet: set spec.changefeed.restartNonce to a"
            + " new value to begin again from spec.changefeed.startFrom, and copy the rows in"
            + " between by other means ("
            + text
            + ")");
  }

  private static Verdict unauthorized(Trouble trouble) {
    return new Verdict(
        Reason.AuthenticationFailed,
        "TiCDC asks for a user (client-user-required), which is not supported: turn it off or"
            + " restrict the port by NetworkPolicy ("
            + trouble.text()
            + ")");
  }
}
