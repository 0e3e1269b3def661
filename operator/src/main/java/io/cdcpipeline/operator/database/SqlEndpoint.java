package io.cdcpipeline.operator.database;

/**
 * How to log in to the database.
 *
 * @param secret where the password stands, for messages; null for none
 * @param mayHaveEmptyRootPassword whether the server may still be as TiDB makes it, with a root
 *     that has no password
 */
record SqlEndpoint(
    String host,
    int port,
    String username,
    String password,
    String secret,
    boolean mayHaveEmptyRootPassword) {
  String address() {
    return host + ":" + port;
  }

  SqlEndpoint withoutPassword() {
    return new SqlEndpoint(host, port, username, "", secret, false);
  }

  SqlEndpoint as(SqlUser user) {
    return new SqlEndpoint(host, port, user.name(), user.password(), null, false);
  }

  /** Not the record's own: that one would show the password. */
  @Override
  public String toString() {
    return username + "@" + address();
  }
}
