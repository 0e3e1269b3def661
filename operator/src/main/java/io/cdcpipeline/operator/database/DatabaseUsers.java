package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.DatabaseUser;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** The SQL users of the spec, and the Secrets with their passwords. */
final class DatabaseUsers {
  private DatabaseUsers() {}

  static List<DatabaseUser> of(StageContext context) {
    var users = context.spec().database().users();
    return users == null ? List.of() : users;
  }

  static List<String> secrets(StageContext context) {
    return of(context).stream().map(user -> secret(context, user)).toList();
  }

  /** The name of the Secret with the user's password: the spec's, or a generated one. */
  static String secret(StageContext context, DatabaseUser user) {
    return user.passwordSecret() != null
        ? user.passwordSecret()
        : context.names().databaseUserSecret(user.name());
  }

  /**
   * Refuses users that would take over our own login, or share a Secret.
   *
   * @throws StageException naming the user
   */
  static void check(StageContext context, String login) {
    var secrets = new HashMap<String, String>();
    for (var user : of(context)) {
      if (user.name().equals(login)) {
        throw new StageException(
            Reason.InvalidReference,
            "spec.database.users must not name %s: the operator itself logs in as %s"
                .formatted(user.name(), login));
      }
      var secret = context.names().databaseUserSecret(user.name());
      var other = user.passwordSecret() != null ? null : secrets.put(secret, user.name());
      if (other != null) {
        throw new StageException(
            Reason.InvalidReference,
            "spec.database.users %s and %s would share Secret %s: give one a passwordSecret"
                .formatted(other, user.name(), secret));
      }
    }
  }

  /** Deletes generated Secrets of users that the spec no longer has. */
  static void prune(StageContext context) {
    var desired = new HashSet<>(secrets(context));
    desired.add(context.names().databaseRootSecret());
    context.children().prune(ResourceKind.SECRET, ComponentName.DATABASE, desired);
  }
}
