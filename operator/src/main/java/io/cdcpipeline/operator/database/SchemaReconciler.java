package io.cdcpipeline.operator.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.cdcpipeline.operator.api.DatabaseUser;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Schema and users of a pipeline: run once, again when they change, and after that left alone. */
final class SchemaReconciler {
  private static final String HASH = "sql-hash";
  private static final String GRANTED = "sql-users";
  private static final String CREATED = "sql-users-created";
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final TypeReference<TreeMap<String, List<String>>> PRIVILEGES =
      new TypeReference<>() {};

  private final SchemaService server;

  SchemaReconciler(SchemaService server) {
    this.server = server;
  }

  /**
   * Makes schema and users true.
   *
   * @param incarnation changes when the database is made anew and is empty again
   */
  StageStatus reconcile(StageContext context, SqlEndpoint access, String incarnation) {
    DatabaseUsers.check(context, access.username());
    var work = work(context);
    var hash = hash(context, access + incarnation, work);
    boolean applied = context.appliedState().get(HASH).filter(hash::equals).isPresent();
    if (applied && access.mayHaveEmptyRootPassword()) {
      return asInTheSpec();
    }
    if (!applied && !work.equals(work(context))) {
      // A Secret changed meanwhile, so the hash may stand for another password than the work has.
      return running(access);
    }
    // An existing database is also looked at now and then: nobody else reports on it.
    var todo = applied ? DesiredSchema.NONE : work;
    var answer =
        context
            .background()
            .query(
                "schema-and-users",
                List.of(hash, applied),
                applied ? LOOK_AGAIN : TRY_AGAIN,
                () -> server.apply(access, todo));
    if (answer.failure() instanceof SqlFailure failure) {
      return StageStatus.of(failure.reason(), failure.getMessage());
    }
    if (answer.failure() != null) {
      return StageStatus.of(
          Reason.InternalError, "SQL: " + answer.failure().getClass().getSimpleName());
    }
    if (answer.isPending()) {
      return (applied ? asInTheSpec() : running(access)).asProvisional();
    }
    remember(context, hash, work, answer.value());
    return asInTheSpec();
  }

  private static StageStatus running(SqlEndpoint access) {
    return StageStatus.progressing("running schema and users on " + access.address());
  }

  private static StageStatus asInTheSpec() {
    return StageStatus.ready("schema and users are up to date");
  }

  private static void remember(
      StageContext context, String hash, DesiredSchema work, Set<String> createdNow) {
    var granted = new TreeMap<String, List<String>>();
    work.users().forEach(user -> granted.put(user.name(), user.privileges()));
    var created = new TreeSet<>(work.created());
    created.addAll(createdNow);
    created.retainAll(granted.keySet());
    try {
      context.appliedState().put(GRANTED, Json.JSON.writeValueAsString(granted));
      context.appliedState().put(CREATED, String.join(",", created));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    context.appliedState().put(HASH, hash);
  }

  private static DesiredSchema work(StageContext context) {
    var schema = context.spec().database().schema();
    var users = new ArrayList<SqlUser>();
    for (var user : DatabaseUsers.of(context)) {
      users.add(
          new SqlUser(
              user.name(),
              password(context, user),
              user.passwordSecret() != null || context.spec().database().managed() != null,
              user.privileges() == null ? List.of() : user.privileges()));
    }
    return new DesiredSchema(
        schema == null ? null : schema.database(),
        SchemaSql.statements(context),
        users,
        granted(context),
        Set.of(context.appliedState().get(CREATED).orElse("").split(",")));
  }

  private static Map<String, List<String>> granted(StageContext context) {
    try {
      return Json.JSON.readValue(context.appliedState().get(GRANTED).orElse("{}"), PRIVILEGES);
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  private static String password(StageContext context, DatabaseUser user) {
    var own = user.passwordSecret();
    if (own != null) {
      return context
          .secrets()
          .require("spec.database.users[" + user.name() + "].passwordSecret", own, "password");
    }
    return context
        .secrets()
        .generated(
            context.names().databaseUserSecret(user.name()),
            DatabaseStage.COMPONENT,
            Map.of("username", user.name()),
            // What the data's users log in with lives as long as the data: cleanup decides.
            true);
  }

  /** Of secrets only a salted checksum of their Secrets: it is stored in a ConfigMap. */
  private static String hash(StageContext context, String access, DesiredSchema work) {
    var names = context.names();
    var secrets = new ArrayList<String>();
    for (var user : DatabaseUsers.of(context)) {
      secrets.add(
          user.passwordSecret() != null
              ? user.passwordSecret()
              : names.databaseUserSecret(user.name()));
    }
    if (context.spec().database().managed() != null) {
      secrets.add(names.databaseRootSecret());
    }
    var settings = access + "\n" + work.database() + "\n" + work.schema() + "\n" + work.users();
    return context.secrets().checksum(settings, secrets);
  }
}
