package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.ServerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The files of a Secret with TiCDC's certificate, as kubelet would mount them. */
public record TicdcTls(Path folder) {
  /** The keys of the Secret, which are the files' names. */
  public static final List<String> FILES = List.of("tls.crt", "tls.key", "ca.crt");

  private static final char[] IN_MEMORY = {};

  /** Whether all are there, and the same as those of the Secret. */
  public boolean holds(Map<String, String> secret) {
    return FILES.stream().allMatch(file -> Objects.equals(content(file), secret.get(file).strip()));
  }

  private String content(String file) {
    Path path = folder.resolve(file);
    return Files.exists(path) ? PrivateFile.read(path) : null;
  }

  public void write(Map<String, String> secret) {
    FILES.forEach(file -> PrivateFile.write(folder.resolve(file), secret.get(file)));
  }

  /** Of a server or a client that shows the certificate and accepts those of the authorities. */
  public SSLContext context() {
    try {
      List<Certificate> chain = certificates("tls.crt");
      KeyStore own = empty();
      own.setKeyEntry("ticdc", key(chain.get(0)), IN_MEMORY, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, IN_MEMORY);
      KeyStore trusted = empty();
      for (Certificate authority : certificates("ca.crt")) {
        trusted.setCertificateEntry("ca-" + trusted.size(), authority);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ServerException("Cannot use the certificate in %s: %s".formatted(folder, e), e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY);
    return store;
  }

  private List<Certificate> certificates(String file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }

  /** In PKCS#8, as openssl and keytool write it. */
  private Key key(Certificate certificate) throws GeneralSecurityException {
    String pem = PrivateFile.read(folder.resolve("tls.key")).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
  }
}
