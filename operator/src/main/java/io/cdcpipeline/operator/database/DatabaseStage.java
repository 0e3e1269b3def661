package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.Stage;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.child.PodTrouble;
import io.cdcpipeline.operator.child.ResourceKind;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the changes come from: a TiDB of the pipeline's own or one that exists, schema and users.
 */
public final class DatabaseStage implements Stage {
  static final String COMPONENT = "database";
  private static final String ROOT = "root";
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final TidbLines lines = new TidbLines();
  private final SchemaAndUsers schemaAndUsers;

  public DatabaseStage() {
    this(new JdbcSqlServer());
  }

  DatabaseStage(SqlServer server) {
    schemaAndUsers = new SchemaAndUsers(server);
  }

  @Override
  public ConditionType type() {
    return ConditionType.DATABASE;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var existing = context.spec().database().existing();
    var status = existing == null ? managed(context) : existing(context, existing);
    return status.with(StatusSections.of(secrets(context, existing)));
  }

  private StageStatus managed(StageContext context) {
    var names = context.names();
    var password =
        context
            .secrets()
            .generated(names.databaseRootSecret(), COMPONENT, Map.of("username", ROOT), true);
    var line = lines.of(context);
    context.children().unlessSettled(COMPONENT, List.of(), () -> children(context, line));
    var cluster = line.status(context);
    var access =
        new SqlAccess(
            names.tidbHost(), Names.TIDB_PORT, ROOT, password, names.databaseRootSecret(), true);
    var status =
        cluster.good()
            ? schemaAndUsers.reconcile(context, access, line.incarnation(context))
            // TiDB Operator reports no failure and tells no events: its pods have to be asked.
            : PodTrouble.explain(cluster, context.children(), TicdcApi.clusterPods(names));
    return status.with(sql(access));
  }

  private static void children(StageContext context, TidbLine line) {
    context.children().apply(TicdcApi.service(context.names()));
    context.children().apply(TicdcApi.networkPolicy(context.names()));
    line.apply(context);
    DatabaseUsers.prune(context);
  }

  private StageStatus existing(StageContext context, ExistingDatabase database) {
    context.children().unlessSettled(COMPONENT, List.of(), () -> DatabaseUsers.prune(context));
    var secret = database.credentialsSecret();
    var field = "spec.database.existing.credentialsSecret";
    var access =
        new SqlAccess(
            database.host(),
            database.port(),
            secret == null ? ROOT : context.secrets().require(field, secret, "username"),
            secret == null ? "" : context.secrets().require(field, secret, "password"),
            secret,
            false);
    return schemaAndUsers.reconcile(context, access, "").with(sql(access));
  }

  @Override
  public boolean cleanup(StageContext context) {
    if (context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return true;
    }
    boolean gone =
        context.spec().database().managed() == null
            || lines.existing(context).map(line -> line.remove(context)).orElse(true)
            || overdue(context);
    if (gone) {
      context.children().prune(ResourceKind.SECRET, COMPONENT, Set.of());
    }
    return gone;
  }

  /** A TiDB Operator that is gone would hold the pipeline, and with it the namespace, for ever. */
  private static boolean overdue(StageContext context) {
    var since = context.pipeline().getMetadata().getDeletionTimestamp();
    boolean late =
        since != null && Instant.parse(since).plus(PATIENCE).isBefore(context.clock().instant());
    if (late) {
      context
          .events()
          .tell(
              Reason.AbandonedOnDelete,
              "TiDB %s is not gone after %d minutes: look at TiDB Operator, it is left as it is"
                  .formatted(context.names().database(), PATIENCE.toMinutes()));
    }
    return late;
  }

  private static StatusSections sql(SqlAccess access) {
    return StatusSections.of(new Endpoints(access.address(), null, null, null));
  }

  private static SecretNames secrets(StageContext context, ExistingDatabase existing) {
    var root =
        existing == null ? context.names().databaseRootSecret() : existing.credentialsSecret();
    List<String> users = DatabaseUsers.secrets(context);
    return new SecretNames(root, users.isEmpty() ? null : users, null, null);
  }
}
