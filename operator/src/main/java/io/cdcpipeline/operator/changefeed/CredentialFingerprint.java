package io.cdcpipeline.operator.changefeed;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A fingerprint of a password that may be stored: a changed password has another one. */
final class CredentialFingerprint {
  // As many rounds as Kafka's own SCRAM records have: guessing is no cheaper here than there.
  private static final int ROUNDS = 4096;

  private CredentialFingerprint() {}

  static String fingerprint(String password, String salt) {
    if (password.isEmpty()) {
      return "";
    }
    try {
      var spec =
          new PBEKeySpec(
              password.toCharArray(),
              salt.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              ROUNDS,
              128);
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return HexFormat.of().formatHex(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
