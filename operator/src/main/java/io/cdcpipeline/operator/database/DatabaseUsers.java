package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.api.DatabaseUser;
import io.cdcpipeline.operator.child.ResourceKind;
import java.util.HashSet;
import java.util.List;

/** The SQL users of the spec and the Secrets that are named to the people who use them. */
final class DatabaseUsers {
  private DatabaseUsers() {}

  static List<DatabaseUser> of(StageContext context) {
    var users = context.spec().database().users();
    return users == null ? List.of() : users;
  }

  static List<String> secrets(StageContext context) {
    return of(context).stream()
        .map(
            u ->
                u.passwordSecret() != null
                    ? u.passwordSecret()
                    : context.names().databaseUserSecret(u.name()))
        .toList();
  }

  /** Removes generated Secrets of users that the spec no longer has. */
  static void prune(StageContext context) {
    var wanted = new HashSet<>(secrets(context));
    wanted.add(context.names().databaseRootSecret());
    context.children().prune(ResourceKind.SECRET, DatabaseStage.COMPONENT, wanted);
  }
}
