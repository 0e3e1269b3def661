package io.cdcpipeline.consumer.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and HMAC-SHA-256; not thread-safe. */
public final class Digests {
  private final MessageDigest sha256;
  private final Mac hmac;

  private Digests(MessageDigest sha256, Mac hmac) {
    this.sha256 = sha256;
    this.hmac = hmac;
  }

  /** With an empty key only plain digests are available. */
  public static Digests withKey(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      if (key.isEmpty()) {
        return new Digests(sha256, null);
      }
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return new Digests(sha256, hmac);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key cannot be used for HMAC-SHA-256", e);
    }
  }

  public boolean hasKey() {
    return hmac != null;
  }

  public byte[] plain(byte[] bytes, int from, int to) {
    sha256.update(bytes, from, to - from);
    return sha256.digest();
  }

  public byte[] keyed(byte[] bytes, int from, int to) {
    hmac.update(bytes, from, to - from);
    return hmac.doFinal();
  }
}
