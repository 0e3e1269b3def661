package io.cdcpipeline.operator.database;

/**
 * How to log in to the database.
 *
 * @param secret where the password stands, for messages; null for none
 * @param fresh whether the server may still be as TiDB makes it, with a root that has no password
 */
record SqlAccess(
    String host, int port, String username, String password, String secret, boolean fresh) {
  String address() {
    return host + ":" + port;
  }

  SqlAccess withoutPassword() {
    return new SqlAccess(host, port, username, "", secret, false);
  }

  SqlAccess as(SqlUser user) {
    return new SqlAccess(host, port, user.name(), user.password(), null, false);
  }

  /** Not the record's own: that one would show the password. */
  @Override
  public String toString() {
    return username + "@" + address();
  }
}
