package io.cdcpipeline.operator.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.image.Authority;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {
  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256", "EC, 521", "Ed25519, 255"})
  void aKeyInPkcs8IsRead(String algorithm, int size) throws Exception {
    var pair = pair(algorithm, size);

    var key = Authority.pem("PRIVATE KEY", pair.getPrivate().getEncoded());

    assertThat(Pem.privateKey(key, pair.getPublic())).isEqualTo(pair.getPrivate());
  }

  /** What cert-manager writes by default, and openssl with -traditional. */
  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256", "EC, 384", "EC, 521"})
  void aKeyInTheFormatOfItsAlgorithmIsRead(String algorithm, int size) throws Exception {
    var pair = pair(algorithm, size);

    var key =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + Authority.pem(
                algorithm + " PRIVATE KEY", withoutAlgorithm(pair.getPrivate().getEncoded()));

    assertThat(Pem.privateKey(key, pair.getPublic())).isEqualTo(pair.getPrivate());
  }

  @Test
  void whatIsNoKeyIsNamedAndNotQuoted() throws Exception {
    var rsa = pair("RSA", 2048);
    var ec = Authority.pem("PRIVATE KEY", pair("EC", 256).getPrivate().getEncoded());
    var secret = Base64.getEncoder().encodeToString("s3cret".getBytes(UTF_8));

    assertRefused(ec, rsa, "not a key of algorithm RSA");
    assertRefused("none", rsa, "contains no private key");
    assertRefused(Authority.pem("ENCRYPTED PRIVATE KEY", new byte[9]), rsa, "encrypted");
    assertRefused(Authority.pem("PRIVATE KEY", "s3cret".getBytes(UTF_8)), rsa, "algorithm RSA");
    assertThatThrownBy(
            () -> Pem.privateKey(Authority.pem("PRIVATE KEY", new byte[] {1}), rsa.getPublic()))
        .hasMessageNotContaining(secret);
  }

  @Test
  void aTextWithoutCertificatesIsRefused() {
    assertThatThrownBy(() -> Pem.certificates("")).isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> Pem.certificates("none")).isInstanceOf(CertificateException.class);
  }

  private static void assertRefused(String key, KeyPair pair, String why) {
    assertThatThrownBy(() -> Pem.privateKey(key, pair.getPublic()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(why);
  }

  private static KeyPair pair(String algorithm, int size) throws Exception {
    if (size == 4096) {
      return rsa4096();
    }
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (!algorithm.startsWith("Ed")) {
      generator.initialize(size);
    }
    return generator.generateKeyPair();
  }

  /** Of the greatest primes of 2048 bits: to find random ones takes up to half a minute here. */
  private static KeyPair rsa4096() throws Exception {
    var p = BigInteger.TWO.pow(2048).subtract(BigInteger.valueOf(1557));
    var q = BigInteger.TWO.pow(2048).subtract(BigInteger.valueOf(2543));
    var beforeP = p.subtract(BigInteger.ONE);
    var beforeQ = q.subtract(BigInteger.ONE);
    var n = p.multiply(q);
    var e = RSAKeyGenParameterSpec.F4;
    var d = e.modInverse(beforeP.multiply(beforeQ));
    var spec =
        new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(beforeP), d.mod(beforeQ), q.modInverse(p));
    var keys = KeyFactory.getInstance("RSA");
    return new KeyPair(keys.generatePublic(new RSAPublicKeySpec(n, e)), keys.generatePrivate(spec));
  }

  /** The last element of a PKCS#8 key: its octets. */
  private static byte[] withoutAlgorithm(byte[] pkcs8) {
    var der = ByteBuffer.wrap(pkcs8);
    enter(der);
    skip(der);
    skip(der);
    var key = new byte[enter(der)];
    der.get(key);
    return key;
  }

  private static void skip(ByteBuffer der) {
    int length = enter(der);
    der.position(der.position() + length);
  }

  private static int enter(ByteBuffer der) {
    der.get();
    int first = der.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < first - 0x80; i++) {
      length = (length << 8) | (der.get() & 0xff);
    }
    return length;
  }
}
