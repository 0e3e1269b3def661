package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS in which the client shows a certificate too, as PEM texts.
 *
 * @param authorities whose certificates a server may have
 * @param certificate of the client, and those that link it to an authority
 * @param key of the client's certificate
 * @param server the name that the server's certificate is for, if not for the one in the URL
 */
public record MutualTls(String authorities, String certificate, String key, String server) {
  private static final char[] IN_MEMORY = {};

  /**
   * The context of a client.
   *
   * @throws StageException with CertificateNotTrusted when one of the texts is not what it should
   *     be
   */
  public SSLContext context() {
    var trusted = PemTrust.managers(authorities);
    try {
      var chain = Pem.certificates(certificate);
      var own = Pem.privateKey(key, chain.get(0).getPublicKey());
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, IN_MEMORY);
      store.setKeyEntry("client", own, IN_MEMORY, chain.toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, IN_MEMORY);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new StageException(
          Reason.CertificateNotTrusted,
          "tls.crt and tls.key are not a PEM certificate and its key: " + e.getMessage());
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "TLS to " + server;
  }
}
