package io.cdcpipeline.operator.database;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a component, or a client, shows to the others and whom it trusts.
 *
 * @param secret where it is from
 * @param chain its certificate, and those that link it to an authority
 * @param authorities whose certificates it accepts
 */
record TrustedCertificate(
    String secret, List<X509Certificate> chain, List<X509Certificate> authorities) {
  /** Whether this one accepts that one. */
  boolean accepts(TrustedCertificate other, Instant now) {
    try {
      var target = new X509CertSelector();
      target.setCertificate(other.chain().get(0));
      var anchors =
          authorities.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet());
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(other.chain())));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
