package io.cdcpipeline.shop.http;

import io.cdcpipeline.shop.database.DatabaseException;
import io.cdcpipeline.shop.service.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which answer each failure becomes. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void register(RoutesConfig routes) {
    routes.exception(
        BadRequestException.class,
        (e, ctx) -> Problem.answer(ctx, HttpStatus.BAD_REQUEST, e.getMessage(), e.field()));
    routes.exception(
        RefusedException.class, (e, ctx) -> Problem.answer(ctx, status(e.kind()), e.getMessage()));
    routes.exception(
        OverloadedException.class, (e, ctx) -> Problem.answerLater(ctx, e.getMessage()));
    routes.exception(DatabaseException.class, Failures::database);
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> {
          HttpStatus status = HttpStatus.forStatus(e.getStatus());
          Problem.answer(ctx, status, "%s %s".formatted(ctx.method(), ctx.path()));
        });
    routes.exception(Exception.class, Failures::unexpected);
  }

  private static HttpStatus status(RefusedException.Kind kind) {
    return switch (kind) {
      case WRONG_PASSWORD -> HttpStatus.UNAUTHORIZED;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
    };
  }

  private static void database(DatabaseException e, Context ctx) {
    if (e.kind() == DatabaseException.Kind.AWAY) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("database away");
      Problem.answerLater(ctx, "the database does not answer; the request was given up");
    } else {
      unexpected(e, ctx);
    }
  }

  /** The caller gets the request id, and with it finds nothing; who reads the log does. */
  private static void unexpected(Exception e, Context ctx) {
    log.error("unexpected failure", e);
    Problem.answer(
        ctx, HttpStatus.INTERNAL_SERVER_ERROR, "an error of the shop; its log has the reason");
  }
}
