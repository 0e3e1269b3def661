package io.cdcpipeline.shop.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The id of a request: in its answer, in its log lines, and in each row it writes. */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final String NAME = "request_id";

  /** What fits the column, and cannot forge a log line. */
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=-]{1,64}");

  private RequestId() {}

  /** Takes the caller's, or makes one. */
  static void assign(Context ctx) {
    String given = ctx.header(HEADER);
    String id =
        given != null && ACCEPTED.matcher(given).matches() ? given : UUID.randomUUID().toString();
    ctx.attribute(NAME, id);
    ctx.header(HEADER, id);
    MDC.put(NAME, id);
  }

  static String of(Context ctx) {
    return ctx.attribute(NAME);
  }

  /** Threads serve many requests. */
  static void forget() {
    MDC.remove(NAME);
  }
}
