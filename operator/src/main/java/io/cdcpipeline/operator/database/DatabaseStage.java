package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.Stage;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.child.ResourceKind;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;

/**
 * Where the changes come from: a TiDB of the pipeline's own or one that exists, schema and users.
 */
public final class DatabaseStage implements Stage {
  static final String COMPONENT = "database";
  private static final String ROOT = "root";

  private final TidbLines lines = new TidbLines();
  private final SchemaAndUsers schemaAndUsers = new SchemaAndUsers(new JdbcSqlServer());

  @Override
  public ConditionType type() {
    return ConditionType.DATABASE;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var existing = context.spec().database().existing();
    var status = existing == null ? managed(context) : existing(context, existing);
    DatabaseUsers.prune(context);
    return status.with(StatusSections.of(secrets(context, existing)));
  }

  private StageStatus managed(StageContext context) {
    var names = context.names();
    context.children().apply(TicdcApi.service(names));
    context.children().apply(TicdcApi.networkPolicy(names));
    var password =
        context
            .secrets()
            .generated(names.databaseRootSecret(), COMPONENT, Map.of("username", ROOT), true);
    var cluster = lines.of(context).reconcile(context);
    var access = new SqlAccess(names.tidbHost(), Names.TIDB_PORT, ROOT, password, true);
    var status = cluster.good() ? schemaAndUsers.reconcile(context, access) : cluster;
    return status.with(sql(access));
  }

  private StageStatus existing(StageContext context, ExistingDatabase database) {
    var secret = database.credentialsSecret();
    var field = "spec.database.existing.credentialsSecret";
    var access =
        new SqlAccess(
            database.host(),
            database.port(),
            secret == null ? ROOT : context.secrets().require(field, secret, "username"),
            secret == null ? "" : context.secrets().require(field, secret, "password"),
            false);
    return schemaAndUsers.reconcile(context, access).with(sql(access));
  }

  @Override
  public boolean cleanup(StageContext context) {
    if (context.spec().database().managed() == null
        || context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return true;
    }
    boolean gone = lines.existing(context).map(line -> line.remove(context)).orElse(true);
    return gone
        && context.children().delete(ResourceKind.SECRET, context.names().databaseRootSecret());
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
