package io.cdcpipeline.testkit.apiserver;

/** What becomes of a request instead of an answer; the messages are those of a real API server. */
public enum RequestFault {
  NONE(0, "", ""),
  /** The connection is closed without an answer, as if server or client had died. */
  CUT(0, "", ""),
  CONFLICT(
      409,
      "Conflict",
      "Operation cannot be fulfilled: the object has been modified; please apply your changes to"
          + " the latest version and try again"),
  TOO_MANY_REQUESTS(429, "TooManyRequests", "too many requests, please try again later"),
  INTERNAL_ERROR(500, "InternalError", "Internal error occurred: etcdserver: request timed out");

  private final int code;
  private final String reason;
  private final String message;

  RequestFault(int code, String reason, String message) {
    this.code = code;
    this.reason = reason;
    this.message = message;
  }

  ApiError error() {
    return ApiError.plain(code, reason, message);
  }
}
