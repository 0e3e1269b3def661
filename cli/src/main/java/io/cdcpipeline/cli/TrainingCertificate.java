package io.cdcpipeline.cli;

import com.sun.net.httpserver.HttpsConfigurator;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.http.HttpServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate of a server that lives for the length of a training; the JDK's keytool's. */
final class TrainingCertificate {
  private static final String ALIAS = "server";
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8));

  private TrainingCertificate() {}

  /**
   * An API server over TLS, as every real one is.
   *
   * @param folder where its key is kept, in a file that only its owner can read
   */
  static ApiServer serve(Path folder) throws IOException {
    try {
      var password = UUID.randomUUID().toString();
      var store = create(folder.resolve("keys.p12"), password);
      var http = HttpServers.unbound(new HttpsConfigurator(context(store, password)));
      return ApiServer.start(http, pem(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  private static KeyStore create(Path file, String password)
      throws IOException, GeneralSecurityException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=training",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass:env",
                "STORE_PASSWORD")
            .redirectErrorStream(true);
    process.environment().put("STORE_PASSWORD", password);
    var running = process.start();
    var answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (running.waitFor() != 0) {
        throw new IOException("keytool: " + answer);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return KeyStore.getInstance(file.toFile(), password.toCharArray());
  }

  private static SSLContext context(KeyStore store, String password)
      throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String pem(KeyStore store) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(PEM.encodeToString(store.getCertificate(ALIAS).getEncoded()));
  }
}
