package io.cdcpipeline.operator.changefeed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A hash of a password that is safe to store and changes with the password. It is slow on purpose,
 * so an instance keeps the last one.
 */
final class CredentialFingerprint {
  // As many iterations as in Kafka's own SCRAM records: guessing is no cheaper here than there.
  private static final int ITERATIONS = 4096;
  private static final int BITS = 128;

  private String lastPassword = "";
  private String last = "";

  /** The fingerprint of one pipeline's password, with that pipeline's salt; "" for no password. */
  synchronized String of(String password, String salt) {
    if (!password.equals(lastPassword)) {
      last = compute(password, salt);
      lastPassword = password;
    }
    return last;
  }

  static String compute(String password, String salt) {
    if (password.isEmpty()) {
      return "";
    }
    byte[] saltBytes = salt.getBytes(StandardCharsets.UTF_8);
    var spec = new PBEKeySpec(password.toCharArray(), saltBytes, ITERATIONS, BITS);
    try {
      var factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      return HexFormat.of().formatHex(factory.generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
