package io.cdcpipeline.operator.database;

/**
 * How to log in to the database.
 *
 * @param fresh whether the server may still be as TiDB makes it, with a root that has no password
 */
record SqlAccess(String host, int port, String username, String password, boolean fresh) {
  String address() {
    return host + ":" + port;
  }

  SqlAccess withoutPassword() {
    return new SqlAccess(host, port, username, "", false);
  }

  /** Not the record's own: that one would show the password. */
  @Override
  public String toString() {
    return username + "@" + address();
  }
}
