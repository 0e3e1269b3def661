package io.cdcpipeline.operator.changefeed;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of failure. TiCDC's error code decides, then its text; the HTTP status counts only where
 * neither says anything. Source: api/middleware of pingcap/ticdc and pingcap/tiflow v8.5.7.
 */
public enum ErrorKind {
  NOT_FOUND("ErrChangeFeedNotExists"),
  ALREADY_EXISTS("ErrChangeFeedAlreadyExists"),
  NOT_READY("ErrServerIsNotReady", "ErrClusterIsUnhealthy", "ErrOwnerNotFound"),
  LOST_TO_GC("ErrStartTsBeforeGC", "ErrGCTTLExceeded", "ErrSnapshotLostByGC"),
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
  /** No TLS connection that this operator trusts. */
  CERTIFICATE_NOT_TRUSTED(),
  /** No connection, or no answer in time: TiCDC may or may not have executed the call. */
  UNREACHABLE(),
  /** Anything else. */
  SERVER_ERROR();

  private static final Pattern CODE = Pattern.compile("CDC:(Err\\w+)");
  private static final Pattern KAFKA_UNREACHABLE =
      Pattern.compile(
          "(?i)ErrKafka(?!InvalidConfig)|dial tcp|i/o timeout|connection refused|broker"
              + "|out of available|EOF|topic .*not found|not found .*topic|SASL");

  private final String codes;

  ErrorKind(String... codes) {
    this.codes = " " + String.join(" ", codes) + " ";
  }

  /** Classifies an error. The code may be empty and appear in the text instead. */
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
    if (sink && KAFKA_UNREACHABLE.matcher(code + " " + text).find()) {
      return SINK_UNREACHABLE;
    }
    if (coded != SERVER_ERROR) {
      return coded;
    }
    return status == 503 ? NOT_READY : status == 401 ? UNAUTHORIZED : SERVER_ERROR;
  }

  private static ErrorKind ofCode(String code) {
    return Arrays.stream(values())
        .filter(kind -> !code.isEmpty() && kind.codes.contains(" " + code + " "))
        .findFirst()
        .orElse(SERVER_ERROR);
  }

  private static String codeIn(String text) {
    Matcher found = CODE.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
