package io.cdcpipeline.testkit.apiserver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  /** The message of RBAC, which names the request. */
  FORBIDDEN(403, "Forbidden", ""),
  TOO_MANY_REQUESTS(429, "TooManyRequests", "too many requests, please try again later"),
  INTERNAL_ERROR(500, "InternalError", "Internal error occurred: etcdserver: request timed out");

  private static final Pattern PATH =
      Pattern.compile(
          "/api(?:s/([^/]+))?/[^/]+(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?(?:/([^/]+).*)?");

  private final int code;
  private final String reason;
  private final String message;

  RequestFault(int code, String reason, String message) {
    this.code = code;
    this.reason = reason;
    this.message = message;
  }

  ApiError error(RequestLog.Entry request) {
    return ApiError.plain(code, reason, this == FORBIDDEN ? forbidden(request) : message);
  }

  private static String forbidden(RequestLog.Entry request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return "forbidden: User \"somebody\" cannot get path \"" + request.path() + "\"";
    }
    String group = path.group(1) == null ? "" : path.group(1);
    String name = path.group(4) == null ? "" : " \"" + path.group(4).replaceAll(":.*", "") + "\"";
    String resource = path.group(3) + (path.group(5) == null ? "" : "/" + path.group(5));
    String place =
        path.group(2) == null
            ? " at the cluster scope"
            : " in the namespace \"" + path.group(2) + "\"";
    return "%s%s%s is forbidden: User \"somebody\" cannot %s resource \"%s\" in API group \"%s\"%s"
        .formatted(
            path.group(3),
            group.isEmpty() ? "" : "." + group,
            name,
            request.verb(),
            resource,
            group,
            place);
  }
}
