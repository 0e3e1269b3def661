package io.cdcpipeline.shop.service;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;

/** bcrypt, whose hashes carry their cost and salt. */
public final class Passwords {
  /** bcrypt reads 72 bytes of a password, the last of which is its end. */
  public static final int MAX_BYTES = 71;

  /** OWASP's minimum; 60 to 100 ms of a core. */
  private static final int COST = 10;

  /** Of that cost, and of no password. */
  static final String NO_MATCH = "$2a$10$......................0000000000000000000000000000000";

  private Passwords() {}

  static String hash(String password) {
    return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
  }

  /** False as well for a hash that is none. */
  static boolean matches(String password, String hash) {
    return BCrypt.verifyer()
        .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8))
        .verified;
  }
}
