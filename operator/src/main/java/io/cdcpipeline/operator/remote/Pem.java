package io.cdcpipeline.operator.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and private keys in the text form of RFC 7468. */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private Pem() {}

  /**
   * The certificates of a text, at least one, in its order.
   *
   * @throws CertificateException when there is none, or one that cannot be read
   */
  public static List<X509Certificate> certificates(String pem) throws CertificateException {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    var all =
        CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (all.isEmpty()) {
      throw new CertificateException("it contains no certificate");
    }
    return all;
  }

  /**
   * The first private key of a text: in PKCS#8, or in its algorithm's own format (RFC 8017, RFC
   * 5915), which cert-manager and openssl write unless told otherwise and the JDK does not read.
   *
   * @param of the public key to which it belongs, and whose algorithm it has
   * @throws GeneralSecurityException when there is none that can be read; never quotes it
   */
  public static PrivateKey privateKey(String pem, PublicKey of) throws GeneralSecurityException {
    var found = KEY.matcher(pem);
    if (!found.find()) {
      throw new InvalidKeyException("it contains no private key");
    }
    var format = found.group(1).strip();
    if (format.equals("ENCRYPTED")) {
      throw new InvalidKeyException("the key is encrypted with a password");
    }
    byte[] der = decode(found.group(2));
    var encoded = new PKCS8EncodedKeySpec(format.isEmpty() ? der : pkcs8(der, of));
    try {
      return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(encoded);
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("it is not a key of algorithm " + of.getAlgorithm(), e);
    }
  }

  private static byte[] decode(String base64) throws InvalidKeyException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("the key is not Base64", e);
    }
  }

  /** RFC 5208: a version, the algorithm as a public key names it, and the key as octets. */
  private static byte[] pkcs8(byte[] key, PublicKey of) {
    var content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.writeBytes(algorithm(of.getEncoded()));
    content.writeBytes(element(OCTETS, key));
    return element(SEQUENCE, content.toByteArray());
  }

  /** The first element in an encoded public key, whose lengths the JDK itself has written. */
  private static byte[] algorithm(byte[] publicKey) {
    int start = header(publicKey, 0);
    int length = header(publicKey, start) - start + (publicKey[start + 1] & 0xff);
    return Arrays.copyOfRange(publicKey, start, start + length);
  }

  /** The index after the tag and the length of the element at an index. */
  private static int header(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static byte[] element(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
