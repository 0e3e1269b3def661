package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.pipeline.StageContext;

/**
 * How the operator logs in to the database.
 *
 * @param secret name of the Secret with the password, for messages; null for no password
 * @param mayHaveEmptyRootPassword whether the server may still be in TiDB's initial state, in which
 *     root has no password
 */
record SqlEndpoint(
    String host,
    int port,
    String username,
    String password,
    String secret,
    boolean mayHaveEmptyRootPassword) {
  private static final String ROOT = "root";

  /**
   * The existing database of the spec.
   *
   * @throws io.cdcpipeline.operator.status.StageException when its Secret is missing
   */
  static SqlEndpoint existing(StageContext context) {
    var database = context.spec().database().existing();
    var secret = database.credentialsSecret();
    var field = "spec.database.existing.credentialsSecret";
    return new SqlEndpoint(
        database.host(),
        database.port(),
        secret == null ? ROOT : context.secrets().require(field, secret, "username"),
        secret == null ? "" : context.secrets().require(field, secret, "password"),
        secret,
        false);
  }

  String address() {
    return host + ":" + port;
  }

  SqlEndpoint withoutPassword() {
    return new SqlEndpoint(host, port, username, "", secret, false);
  }

  SqlEndpoint as(DesiredSchema.User user) {
    return new SqlEndpoint(host, port, user.name(), user.password(), null, false);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return username + "@" + address();
  }
}
