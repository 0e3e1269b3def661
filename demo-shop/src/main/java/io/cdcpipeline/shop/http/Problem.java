package io.cdcpipeline.shop.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** An error as RFC 9457 has it. */
record Problem(String title, int status, String detail, String field, String requestId) {
  static final String CONTENT_TYPE = "application/problem+json";

  static void answer(Context ctx, HttpStatus status, String detail) {
    answer(ctx, status, detail, null);
  }

  static void answer(Context ctx, HttpStatus status, String detail, String field) {
    Problem problem =
        new Problem(status.getMessage(), status.getCode(), detail, field, RequestId.of(ctx));
    try {
      ctx.status(status)
          .contentType(CONTENT_TYPE)
          .result(JsonBody.MAPPER.writeValueAsBytes(problem));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void answerLater(Context ctx, String detail) {
    ctx.header("Retry-After", "1");
    answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, detail);
  }
}
