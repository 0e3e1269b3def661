package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.database.Database;
import java.util.concurrent.Semaphore;

/** Logins: each is a change of the user's row, and so an event of the pipeline. */
public final class Logins {
  /** Who logged in, as the API answers. */
  public record Login(long userId, long customerId, String username) {}

  private record User(long id, long customerId, String hash) {}

  /** Its password is compared too, so that the answer takes as long where there is no such user. */
  private static final User NOBODY = new User(0, 0, Passwords.NO_MATCH);

  private final Database database;

  /** A storm of logins takes turns, so that the processor has time for everybody else. */
  private final Semaphore hashing = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  public Logins(Database database) {
    this.database = database;
  }

  /**
   * Checks the password and records the login.
   *
   * @throws RefusedException WRONG_PASSWORD, for an unknown user too
   */
  public Login logIn(String username, String password, String requestId) {
    User user = find(username);
    // No connection is held while the processor works on the hash.
    if (!matches(password, user.hash())) {
      throw RefusedException.wrongPassword();
    }
    database.write(
        session ->
            session.update(
                "UPDATE users SET last_login_at = CURRENT_TIMESTAMP(3), request_id = ? WHERE id ="
                    + " ?",
                requestId,
                user.id()));
    return new Login(user.id(), user.customerId(), username);
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      return Passwords.matches(password, hash);
    } finally {
      hashing.release();
    }
  }

  private User find(String username) {
    return database.read(
        session ->
            session
                .first(
                    row -> new User(row.getLong(1), row.getLong(2), row.getString(3)),
                    "SELECT id, customer_id, password_hash FROM users WHERE username = ?",
                    username)
                .orElse(NOBODY));
  }
}
