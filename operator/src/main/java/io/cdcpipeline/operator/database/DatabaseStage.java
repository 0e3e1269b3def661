package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Where the changes come from: a TiDB of the pipeline's own or an existing one, with its schema.
 */
public final class DatabaseStage implements Stage {
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

  private final TidbProvisionerSelector provisioners = new TidbProvisionerSelector();
  private final TidbCertificateLooks certificates = new TidbCertificateLooks();
  private final SchemaReconciler schema;
  private final SqlUserCleanup users;

  public DatabaseStage() {
    this(new JdbcSchemaService());
  }

  DatabaseStage(SchemaService service) {
    schema = new SchemaReconciler(service);
    users = new SqlUserCleanup(service);
  }

  @Override
  public ConditionType type() {
    return ConditionType.DATABASE;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var existing = context.spec().database().existing();
    var status = existing == null ? managed(context) : existing(context);
    return status.withSection(StatusSections.of(secrets(context, existing)));
  }

  private StageStatus managed(StageContext context) {
    var names = context.names();
    var root = RootPassword.of(context);
    var provisioner = provisioners.select(context);
    var database = context.spec().database().managed();
    var invalid =
        provisioner
            .problem(database)
            .or(() -> TidbConfig.problem(database))
            .or(() -> TidbTls.problem(names, TidbTls.enabled(database), provisioner.tls(context)));
    if (invalid.isPresent()) {
      return StageStatus.of(Reason.InvalidSpec, invalid.get());
    }
    var endpoint =
        new SqlEndpoint(
            names.tidbHost(),
            ResourceNames.TIDB_PORT,
            RootPassword.USERNAME,
            root.password(),
            names.databaseRootSecret(),
            root.accepted(),
            true,
            SqlTls.IF_OFFERED,
            ConnectionGuard.OPEN);
    var distrusted = certificates.problem(context);
    if (distrusted.isPresent()) {
      return StageStatus.of(distrusted.get()).withSection(address(endpoint));
    }
    context
        .children()
        .applyUnlessUnchanged(
            ComponentName.DATABASE, List.of(), () -> applyChildren(context, provisioner));
    var cluster = provisioner.status(context);
    var status =
        cluster.isReady()
            ? schema.reconcile(context, endpoint, provisioner.clusterUid(context))
            : cluster;
    if (status.isReady()) {
      root.recordAccepted(context);
    }
    return status.withSection(address(endpoint));
  }

  private static void applyChildren(StageContext context, TidbProvisioner provisioner) {
    context.children().apply(TicdcService.service(context.pipeline()));
    context.children().apply(DatabaseNetworkPolicies.ticdc(context.names(), context.platform()));
    context.children().apply(DatabaseNetworkPolicies.cluster(context.names(), context.platform()));
    TidbPods.applyServiceAccounts(context.children(), context.pipeline());
    provisioner.apply(context);
    DatabaseUsers.prune(context);
  }

  private StageStatus existing(StageContext context) {
    context
        .children()
        .applyUnlessUnchanged(
            ComponentName.DATABASE, List.of(), () -> DatabaseUsers.prune(context));
    var endpoint = SqlEndpoint.existing(context);
    return schema.reconcile(context, endpoint, "").withSection(address(endpoint));
  }

  @Override
  public boolean cleanup(StageContext context) {
    certificates.forget(context);
    if (context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return true;
    }
    if (!users.done(context)) {
      return false;
    }
    boolean gone =
        context.spec().database().managed() == null
            || provisioners.ofCleanup(context).map(tidb -> tidb.remove(context)).orElse(true)
            || overdue(context);
    if (gone) {
      context.children().prune(ResourceKind.SECRET, ComponentName.DATABASE, Set.of());
      context.children().prune(ResourceKind.SERVICE_ACCOUNT, ComponentName.DATABASE, Set.of());
    }
    return gone;
  }

  /** A TiDB Operator that is gone would block the deletion of the namespace for ever. */
  private static boolean overdue(StageContext context) {
    var since = context.pipeline().getMetadata().getDeletionTimestamp();
    boolean late =
        since != null
            && Instant.parse(since).plus(GIVE_UP_AFTER).isBefore(context.clock().instant());
    if (late) {
      context
          .events()
          .publish(
              Reason.CleanupTimedOut,
              "TiDB %s is not deleted after %d minutes and left as it is: check TiDB Operator"
                  .formatted(context.names().database(), GIVE_UP_AFTER.toMinutes()));
    }
    return late;
  }

  private static StatusSections address(SqlEndpoint endpoint) {
    return StatusSections.of(new Endpoints(endpoint.address(), null, null, null));
  }

  private static SecretNames secrets(StageContext context, ExistingDatabase existing) {
    var root =
        existing == null ? context.names().databaseRootSecret() : existing.credentialsSecret();
    List<String> users = DatabaseUsers.secrets(context);
    return new SecretNames(root, users.isEmpty() ? null : users, null, null);
  }
}
