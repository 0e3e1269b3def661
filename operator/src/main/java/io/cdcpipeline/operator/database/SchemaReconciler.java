package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.DatabaseUser;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Schema and users of a pipeline: applied once, again when they change, and not otherwise. */
final class SchemaReconciler {
  private static final String HASH = "sql-hash";
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Where only the users themselves can change it. */
  private static final Duration RECHECK_MANAGED = Duration.ofMinutes(3);

  private final SchemaService service;

  SchemaReconciler(SchemaService service) {
    this.service = service;
  }

  /**
   * Brings schema and users to the spec.
   *
   * @param clusterUid changes when the database is re-created and empty again
   */
  StageStatus reconcile(StageContext context, SqlEndpoint endpoint, String clusterUid) {
    DatabaseUsers.check(context, endpoint.username());
    var desired = desired(context);
    var hash = hash(context, endpoint + clusterUid, desired);
    var appliedState = context.appliedState();
    boolean applied = appliedState.get(HASH).filter(hash::equals).isPresent();
    if (!applied && !desired.equals(desired(context))) {
      // A Secret has just changed: the hash may be of another password than the desired one.
      return applying(endpoint);
    }
    // Also when nothing changed: nobody else reports on a database, or on passwords changed there.
    var record = new SqlUserRecord(appliedState);
    var answer =
        context
            .background()
            .query(
                QUERY,
                List.of(hash, applied),
                applied ? recheck(context) : RETRY,
                () -> applied ? verify(endpoint, desired) : apply(endpoint, desired, record));
    if (answer.failure() != null) {
      return StageStatus.of(answer.failure());
    }
    if (answer.isPending()) {
      return (applied ? upToDate() : applying(endpoint)).asProvisional();
    }
    if (!applied) {
      record(appliedState, hash, desired, answer.value());
    }
    return upToDate();
  }

  private Set<String> apply(SqlEndpoint endpoint, DesiredSchema desired, SqlUserRecord record) {
    return service.apply(endpoint, desired, record::addCreated);
  }

  private Set<String> verify(SqlEndpoint endpoint, DesiredSchema desired) {
    service.verify(endpoint, desired);
    return Set.of();
  }

  private static Duration recheck(StageContext context) {
    return context.spec().database().managed() == null
        ? Credentials.RECHECK_EXISTING
        : RECHECK_MANAGED;
  }

  /** The query that applies and that removes: one of a name runs at a time. */
  static final String QUERY = "schema-and-users";

  private static StageStatus applying(SqlEndpoint endpoint) {
    return StageStatus.progressing("applying schema and users to " + endpoint.address());
  }

  private static StageStatus upToDate() {
    return StageStatus.ready("schema and users are up to date");
  }

  /** The hash last: without it, everything is applied again. */
  private static void record(
      AppliedState appliedState, String hash, DesiredSchema desired, Set<String> ownNow) {
    var own = new TreeSet<>(desired.created());
    own.addAll(ownNow);
    new SqlUserRecord(appliedState).replace(desired.users(), own);
    appliedState.put(HASH, hash);
  }

  private static DesiredSchema desired(StageContext context) {
    var schema = context.spec().database().schema();
    var users = new ArrayList<DesiredSchema.User>();
    for (var user : DatabaseUsers.of(context)) {
      users.add(
          new DesiredSchema.User(
              user.name(),
              password(context, user),
              user.passwordSecret() != null || context.spec().database().managed() != null,
              user.privileges() == null ? List.of() : user.privileges()));
    }
    var record = new SqlUserRecord(context.appliedState());
    return new DesiredSchema(
        schema == null ? null : schema.database(),
        SqlScript.statements(schema, context.namespaceReader()),
        users,
        record.granted(),
        record.created());
  }

  private static String password(StageContext context, DatabaseUser user) {
    if (user.passwordSecret() != null) {
      var field = "spec.database.users[" + user.name() + "].passwordSecret";
      return context.secrets().require(field, user.passwordSecret(), "password");
    }
    return context
        .secrets()
        .generated(
            DatabaseUsers.secret(context, user),
            ComponentName.DATABASE,
            Map.of("username", user.name()),
            // Logins live as long as the data they give access to; cleanup deletes both.
            true);
  }

  /** Secrets enter it only as a salted checksum, because it is stored in a ConfigMap. */
  private static String hash(StageContext context, String server, DesiredSchema desired) {
    var secrets = new ArrayList<>(DatabaseUsers.secrets(context));
    if (context.spec().database().managed() != null) {
      secrets.add(context.names().databaseRootSecret());
    }
    var settings =
        String.join(
            "\n",
            server,
            desired.database(),
            desired.statements().toString(),
            desired.users().toString());
    return context.secrets().checksum(settings, secrets);
  }
}
