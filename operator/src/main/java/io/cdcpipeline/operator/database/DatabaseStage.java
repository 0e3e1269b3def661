package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
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

  private final TidbProvisionerSelector lines = new TidbProvisionerSelector();
  private final SchemaReconciler schemaAndUsers;

  public DatabaseStage() {
    this(new JdbcSchemaService());
  }

  DatabaseStage(SchemaService server) {
    schemaAndUsers = new SchemaReconciler(server);
  }

  @Override
  public ConditionType type() {
    return ConditionType.DATABASE;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var existing = context.spec().database().existing();
    var status = existing == null ? managed(context) : existing(context, existing);
    return status.withSection(StatusSections.of(secrets(context, existing)));
  }

  private StageStatus managed(StageContext context) {
    var names = context.names();
    var password =
        context
            .secrets()
            .generated(names.databaseRootSecret(), COMPONENT, Map.of("username", ROOT), true);
    var line = lines.of(context);
    context.children().applyUnlessUnchanged(COMPONENT, List.of(), () -> children(context, line));
    var cluster = line.status(context);
    var access =
        new SqlEndpoint(
            names.tidbHost(),
            ResourceNames.TIDB_PORT,
            ROOT,
            password,
            names.databaseRootSecret(),
            true);
    var status =
        cluster.isReady()
            ? schemaAndUsers.reconcile(context, access, line.clusterUid(context))
            // TiDB Operator reports no failure and tells no events: its pods have to be asked.
            : PodDiagnostics.explain(cluster, context.children(), TicdcService.clusterPods(names));
    return status.withSection(sql(access));
  }

  private static void children(StageContext context, TidbProvisioner line) {
    context.children().apply(TicdcService.service(context.names()));
    context.children().apply(TicdcService.networkPolicy(context.names()));
    line.apply(context);
    DatabaseUsers.prune(context);
  }

  private StageStatus existing(StageContext context, ExistingDatabase database) {
    context
        .children()
        .applyUnlessUnchanged(COMPONENT, List.of(), () -> DatabaseUsers.prune(context));
    var secret = database.credentialsSecret();
    var field = "spec.database.existing.credentialsSecret";
    var access =
        new SqlEndpoint(
            database.host(),
            database.port(),
            secret == null ? ROOT : context.secrets().require(field, secret, "username"),
            secret == null ? "" : context.secrets().require(field, secret, "password"),
            secret,
            false);
    return schemaAndUsers.reconcile(context, access, "").withSection(sql(access));
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
          .publish(
              Reason.CleanupTimedOut,
              "TiDB %s is not gone after %d minutes: look at TiDB Operator, it is left as it is"
                  .formatted(context.names().database(), PATIENCE.toMinutes()));
    }
    return late;
  }

  private static StatusSections sql(SqlEndpoint access) {
    return StatusSections.of(new Endpoints(access.address(), null, null, null));
  }

  private static SecretNames secrets(StageContext context, ExistingDatabase existing) {
    var root =
        existing == null ? context.names().databaseRootSecret() : existing.credentialsSecret();
    List<String> users = DatabaseUsers.secrets(context);
    return new SecretNames(root, users.isEmpty() ? null : users, null, null);
  }
}
