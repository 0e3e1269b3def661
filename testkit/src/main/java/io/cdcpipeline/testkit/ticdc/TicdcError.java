package io.cdcpipeline.testkit.ticdc;

import java.util.Set;

/** An error response of TiCDC: HTTP status, error_code (may be empty) and text. */
public final class TicdcError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<String> BAD_REQUEST =
      Set.of(
          "CDC:ErrAPIInvalidParam",
          "CDC:ErrSinkURIInvalid",
          "CDC:ErrStartTsBeforeGC",
          "CDC:ErrChangeFeedNotExists",
          "CDC:ErrTargetTsBeforeStartTs",
          "CDC:ErrTableIneligible",
          "CDC:ErrFilterRuleInvalid",
          "CDC:ErrChangefeedUpdateRefused");

  private final int status;
  private final String code;

  public TicdcError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** A 400 or 500 by TiCDC's table of codes, with the code in front of the text. */
  public static TicdcError of(String code, String text) {
    int status = BAD_REQUEST.contains(code) ? 400 : 500;
    return new TicdcError(status, code, "[" + code + "]" + text);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
