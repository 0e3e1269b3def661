package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;

/**
 * How the operator logs in to the database.
 *
 * @param secret name of the Secret with the password, for messages; null for no password
 * @param guard decides about the addresses of the host
 * @param formerPassword the one that the server accepted last, where a new one may have replaced it
 *     in the Secret; null for none
 * @param mayHaveEmptyRootPassword whether the server may still be in TiDB's initial state, in which
 *     root has no password
 */
record SqlEndpoint(
    String host,
    int port,
    String username,
    String password,
    String secret,
    String formerPassword,
    boolean mayHaveEmptyRootPassword,
    SqlTls tls,
    ConnectionGuard guard) {
  /**
   * The existing database of the spec.
   *
   * @throws io.cdcpipeline.operator.status.StageException when its Secret is missing
   */
  static SqlEndpoint existing(StageContext context) {
    return existing(context.spec().database().existing(), context.secrets(), context.guard());
  }

  /** The same, with what of the context it takes. */
  static SqlEndpoint existing(
      ExistingDatabase database, SecretReader secrets, ConnectionGuard guard) {
    var secret = database.credentialsSecret();
    var field = "spec.database.existing.credentialsSecret";
    return new SqlEndpoint(
        database.host(),
        database.port(),
        secret == null ? RootPassword.USERNAME : secrets.require(field, secret, "username"),
        secret == null ? "" : secrets.require(field, secret, "password"),
        secret,
        null,
        false,
        SqlTls.of(database.tls(), secrets),
        guard);
  }

  String address() {
    return host + ":" + port;
  }

  /** The same login with another password, and with no further one to try. */
  SqlEndpoint withPassword(String other) {
    return new SqlEndpoint(host, port, username, other, secret, null, false, tls, guard);
  }

  SqlEndpoint as(DesiredSchema.User user) {
    return new SqlEndpoint(host, port, user.name(), user.password(), null, null, false, tls, guard);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return username + "@" + address();
  }
}
