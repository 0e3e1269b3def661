package io.cdcpipeline.operator.changefeed;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of failure. TiCDC's codes decide, then its texts; the HTTP status only when both are
 * silent. Source: api/middleware of pingcap/ticdc and pingcap/tiflow v8.5.7.
 */
public enum ErrorKind {
  NOT_FOUND("ErrChangeFeedNotExists"),
  ALREADY_EXISTS("ErrChangeFeedAlreadyExists"),
  NOT_READY("ErrServerIsNotReady", "ErrClusterIsUnhealthy", "ErrOwnerNotFound"),
  LOST_BY_GC("ErrStartTsBeforeGC", "ErrGCTTLExceeded", "ErrSnapshotLostByGC"),
  TABLE_INELIGIBLE("ErrTableIneligible"),
  NOTHING_TO_UPDATE(),
  UPDATE_REFUSED("ErrChangefeedUpdateRefused"),
  MESSAGE_TOO_LARGE("ErrMessageTooLarge"),
  SINK_UNREACHABLE(),
  SINK_INVALID("ErrSinkURIInvalid", "ErrSinkUnknownProtocol", "ErrKafkaInvalidConfig"),
  CONFIG_INVALID(
      "ErrFilterRuleInvalid",
      "ErrInvalidReplicaConfig",
      "ErrExpressionColumnNotFound",
      "ErrExpressionParseFailed",
      "ErrInvalidFilterExpression",
      "ErrDispatcherFailed",
      "ErrColumnSelectorFailed",
      "ErrAPIInvalidParam",
      "ErrTargetTsBeforeStartTs"),
  UNAUTHORIZED("ErrUnauthorized", "ErrCredentialNotFound"),
  /** No connection, or no answer in time: the call may or may not have been carried out. */
  UNREACHABLE(),
  /** Anything else. */
  SERVER_ERROR();

  private static final Pattern CODE = Pattern.compile("CDC:(Err\\w+)");
  private static final Pattern KAFKA_AWAY =
      Pattern.compile(
          "(?i)ErrKafka(?!InvalidConfig)|dial tcp|i/o timeout|connection refused|broker"
              + "|out of available|EOF|topic .*not found|not found .*topic|SASL");

  private final String codes;

  ErrorKind(String... codes) {
    this.codes = " " + String.join(" ", codes) + " ";
  }

  /** Sorts an answer or a running error; the code may be empty and stand in the text instead. */
  static ErrorKind of(int status, String code, String text) {
    if (text.contains("changefeed already exists")) {
      return ALREADY_EXISTS;
    }
    if (text.contains("not fully initialized")) {
      return NOT_READY;
    }
    ErrorKind coded = ofCode(code.isEmpty() ? codeIn(text) : code.replaceFirst("^CDC:", ""));
    if (coded == UPDATE_REFUSED && text.contains("same")) {
      return NOTHING_TO_UPDATE;
    }
    boolean sink = coded == SINK_INVALID || coded == SERVER_ERROR;
    if (sink && KAFKA_AWAY.matcher(code + " " + text).find()) {
      return SINK_UNREACHABLE;
    }
    if (coded != SERVER_ERROR) {
      return coded;
    }
    return status == 503 ? NOT_READY : status == 401 ? UNAUTHORIZED : SERVER_ERROR;
  }

  /** Whether waiting alone may mend it. */
  boolean isTransient() {
    return switch (this) {
      case NOT_READY, UNREACHABLE, SINK_UNREACHABLE, SERVER_ERROR, UPDATE_REFUSED, NOT_FOUND ->
          true;
      default -> false;
    };
  }

  private static ErrorKind ofCode(String code) {
    return Arrays.stream(values())
        .filter(cause -> !code.isEmpty() && cause.codes.contains(" " + code + " "))
        .findFirst()
        .orElse(SERVER_ERROR);
  }

  private static String codeIn(String text) {
    Matcher found = CODE.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
