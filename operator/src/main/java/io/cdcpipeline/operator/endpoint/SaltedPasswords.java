package io.cdcpipeline.operator.endpoint;

import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;

/**
 * What SCRAM makes of a password in thousands of rounds, remembered as RFC 5802 (section 3) lets a
 * client do. The operator logs in to every Kafka twice a minute, and the rounds would be most of
 * what ready pipelines cost: where only C1 compiles, as in the image, a login takes milliseconds.
 */
final class SaltedPasswords {
  /** A pipeline has one, and one more after its password has changed. */
  private static final int MAX = 4000;

  private final Map<Key, byte[]> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
          return size() > MAX;
        }
      };

  /** As in SCRAM itself: a broker chooses a new salt for each password. */
  private record Key(String mechanism, String password, String salt, int iterations) {
    /** Never the password. */
    @Override
    public String toString() {
      return mechanism;
    }
  }

  /** The salted password, made now if it is not known. */
  byte[] get(
      ScramFormatter formatter, String mechanism, String password, byte[] salt, int iterations)
      throws InvalidKeyException {
    var key = new Key(mechanism, password, Base64.getEncoder().encodeToString(salt), iterations);
    synchronized (known) {
      var salted = known.get(key);
      if (salted != null) {
        return salted;
      }
    }
    // Not while others wait: a server decides how long it takes.
    var salted = formatter.saltedPassword(password, salt, iterations);
    synchronized (known) {
      known.put(key, salted);
    }
    return salted;
  }

  int size() {
    synchronized (known) {
      return known.size();
    }
  }
}
