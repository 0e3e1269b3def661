package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.remote.Pem;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Whether one Secret holds what TiDB Operator and the components need of it. */
final class TidbCertificateCheck {
  private static final int DNS_NAME = 2;
  private static final String ANY_USE = "2.5.29.37.0";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final TidbCertificate expected;
  private final Map<String, String> content;
  private final Instant now;

  TidbCertificateCheck(TidbCertificate expected, Map<String, String> content, Instant now) {
    this.expected = expected;
    this.content = content;
    this.now = now;
  }

  /**
   * The certificates of the Secret.
   *
   * @throws StageException with what is wrong, and what would be right
   */
  TrustedCertificate certificate() {
    Stream.of(TidbCertificate.CERTIFICATE, TidbCertificate.KEY, TidbCertificate.AUTHORITY)
        .filter(key -> content.getOrDefault(key, "").isBlank())
        .findFirst()
        .ifPresent(
            key -> {
              throw invalid("has no key %s: it needs %s".formatted(key, expected.contents()));
            });
    var chain = certificates(TidbCertificate.CERTIFICATE);
    var leaf = chain.get(0);
    requireKey(leaf.getPublicKey());
    requireValid(leaf);
    requireUse(leaf);
    requireHosts(leaf);
    return new TrustedCertificate(expected.secret(), chain, authorities());
  }

  private List<X509Certificate> certificates(String key) {
    try {
      return Pem.certificates(content.get(key));
    } catch (CertificateException e) {
      throw invalid("has no PEM certificate in %s: %s".formatted(key, e.getMessage()));
    }
  }

  private List<X509Certificate> authorities() {
    var all = certificates(TidbCertificate.AUTHORITY);
    var valid = all.stream().filter(ca -> now.isBefore(ca.getNotAfter().toInstant())).toList();
    if (valid.isEmpty()) {
      throw distrusted(
          "has in ca.crt only authorities that have expired, the last on %s: renew them"
              .formatted(all.get(all.size() - 1).getNotAfter().toInstant()));
    }
    return valid;
  }

  private void requireKey(PublicKey certified) {
    try {
      if (!belongs(Pem.privateKey(content.get(TidbCertificate.KEY), certified), certified)) {
        throw invalid("has in tls.key another key than that of the certificate in tls.crt");
      }
    } catch (GeneralSecurityException e) {
      throw invalid("has no PEM private key in tls.key: " + e.getMessage());
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey certified)
      throws NoSuchAlgorithmException {
    var algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    var signature = Signature.getInstance(algorithm);
    try {
      signature.initSign(key);
      signature.update(certified.getEncoded());
      var signed = signature.sign();
      signature.initVerify(certified);
      signature.update(certified.getEncoded());
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // of another curve, for example
    }
  }

  private void requireValid(X509Certificate leaf) {
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw distrusted("is valid only from " + leaf.getNotBefore().toInstant());
    }
    if (!now.isBefore(leaf.getNotAfter().toInstant())) {
      throw distrusted("expired on %s: renew it".formatted(leaf.getNotAfter().toInstant()));
    }
  }

  private void requireUse(X509Certificate leaf) {
    try {
      Collection<String> uses = leaf.getExtendedKeyUsage();
      boolean any = uses == null || uses.contains(ANY_USE);
      if (!any && !uses.contains(CLIENT_AUTH)) {
        throw invalid("has a certificate without the extended key usage client auth");
      }
      if (!any && expected.isServer() && !uses.contains(SERVER_AUTH)) {
        throw invalid("has a certificate without the extended key usage server auth");
      }
    } catch (CertificateException e) {
      throw invalid("has a certificate with unreadable key usages: " + e.getMessage());
    }
  }

  private void requireHosts(X509Certificate leaf) {
    var names = dnsNames(leaf);
    var missing = expected.hosts().stream().filter(host -> !covers(names, host)).toList();
    if (!missing.isEmpty()) {
      throw invalid(
          "has a certificate without the DNS names %s, only for: %s"
              .formatted(String.join(", ", missing), String.join(", ", names)));
    }
  }

  private List<String> dnsNames(X509Certificate leaf) {
    try {
      var names = leaf.getSubjectAlternativeNames();
      return (names == null ? List.<List<?>>of() : names)
          .stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateException e) {
      throw invalid("has a certificate with unreadable names: " + e.getMessage());
    }
  }

  /** A wildcard stands for one label, the first (RFC 6125, section 6.4.3). */
  private static boolean covers(List<String> names, String host) {
    return names.contains(host)
        || (host.contains(".") && names.contains("*" + host.substring(host.indexOf('.'))));
  }

  private StageException invalid(String what) {
    return new StageException(Reason.InvalidReference, message(what));
  }

  private StageException distrusted(String what) {
    return new StageException(Reason.CertificateNotTrusted, message(what));
  }

  private String message(String what) {
    return "Secret " + expected.secret() + " " + what;
  }
}
