package io.cdcpipeline.operator.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Database, schema and users as the spec asks for them.
 *
 * @param database created if absent, and where the statements run; null for none
 * @param statements in order
 * @param users created if absent
 * @param previousGrants privileges by user as they were last granted, so that those no longer in
 *     the spec are revoked
 * @param created the users that this pipeline created: only these are ever dropped
 */
record DesiredSchema(
    String database,
    List<String> statements,
    List<User> users,
    Map<String, List<String>> previousGrants,
    Set<String> created) {
  /** Nothing but a login, which shows whether the server accepts it. */
  static final DesiredSchema NONE =
      new DesiredSchema(null, List.of(), List.of(), Map.of(), Set.of());

  /**
   * A SQL user.
   *
   * @param passwordFromUser whether a person chose the password: a generated one must not replace
   *     the password of a user that others log in as
   * @param privileges each as GRANT spells it
   */
  record User(String name, String password, boolean passwordFromUser, List<String> privileges) {
    /** Never the password. */
    @Override
    public String toString() {
      return name + privileges;
    }
  }
}
