package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the CA certificates of a PEM text and no others. */
public final class PemTrust {
  private PemTrust() {}

  /**
   * The context.
   *
   * @throws StageException with CertificateNotTrusted when the text holds no certificate
   */
  public static SSLContext trusting(String pem) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(pem), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /** What decides about a server's certificate; throws likewise. */
  static TrustManager[] managers(String pem) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var authority : Pem.certificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(e);
    }
  }

  private static StageException unreadable(Exception e) {
    return new StageException(
        Reason.CertificateNotTrusted, "ca.crt is not a PEM certificate: " + e.getMessage());
  }
}
