package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;

/** The reason and message of a failure, with what to do about it; pure. */
final class ErrorConditions {
  private ErrorConditions() {}

  /** TiCDC could not be queried. */
  static Verdict ofQuery(Failure failure) {
    String text = failure.text();
    return switch (failure.kind()) {
      case NOT_READY -> new Verdict(Reason.TicdcNotReady, "TiCDC is not ready yet: " + text);
      case UNAUTHORIZED -> unauthorized(text);
      case CERTIFICATE_NOT_TRUSTED -> new Verdict(Reason.CertificateNotTrusted, text);
      case UNREACHABLE ->
          new Verdict(
              Reason.Unreachable,
              "TiCDC does not answer (" + text + "): check its pods and its Service");
      default -> new Verdict(Reason.RemoteError, "TiCDC answers with an error: " + text);
    };
  }

  /** TiCDC rejected a step, or reports this error of the changefeed. */
  static Verdict ofChangefeed(Failure failure, DesiredChangefeed desired) {
    String text = failure.text();
    SinkUri sink = desired.sink();
    return switch (failure.kind()) {
      case LOST_TO_GC -> lost(text);
      case MESSAGE_TOO_LARGE ->
          new Verdict(
              Reason.MessageTooLarge,
              "a row does not fit into one message of %s bytes: raise spec.changefeed"
                      .formatted(sink.parameters().get("max-message-bytes"))
                  + ".maxMessageBytes or exclude columns with columnSelectors ("
                  + text
                  + ")");
      case SINK_UNREACHABLE ->
          new Verdict(
              Reason.SinkUnreachable,
              "TiCDC cannot use topic %s on %s: check brokers, topic and credentials (%s)"
                  .formatted(sink.topic(), sink.brokers(), text));
      case SINK_INVALID, CONFIG_INVALID, TABLE_INELIGIBLE, UPDATE_REFUSED ->
          new Verdict(
              Reason.ChangefeedRejected,
              "TiCDC rejects the changefeed: correct spec.changefeed (" + text + ")");
      case UNAUTHORIZED -> unauthorized(text);
      case CERTIFICATE_NOT_TRUSTED,
          UNREACHABLE,
          NOT_READY,
          SERVER_ERROR,
          NOT_FOUND,
          ALREADY_EXISTS,
          NOTHING_TO_UPDATE ->
          ofQuery(failure);
    };
  }

  static Verdict lost(String text) {
    return new Verdict(
        Reason.ChangefeedLost,
        "TiDB has garbage-collected changes that were not sent yet: set"
            + " spec.changefeed.restartNonce to a new value to start again from"
            + " spec.changefeed.startFrom, and copy the rows changed in between by other means ("
            + text
            + ")");
  }

  private static Verdict unauthorized(String text) {
    return new Verdict(
        Reason.AuthenticationFailed,
        "TiCDC requires client authentication (client-user-required), which is not supported:"
            + " turn it off, or restrict access to the port with a NetworkPolicy ("
            + text
            + ")");
  }
}
