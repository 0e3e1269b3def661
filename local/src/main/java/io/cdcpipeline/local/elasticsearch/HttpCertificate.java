package io.cdcpipeline.local.elasticsearch;

import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.ServerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificate of the HTTP port and the authority that signed it, made with the JDK's keytool as
 * ECK makes its own; the authority's certificate is what clients get.
 */
record HttpCertificate(Path authority, Path certificate, Path key) {
  private static final String STORE_PASSWORD = "not-a-secret-the-file-is-private";
  private static final String VALID_DAYS = "365";

  /** Made once for a directory. */
  static HttpCertificate in(Path directory, List<String> hostNames) {
    HttpCertificate files =
        new HttpCertificate(
            directory.resolve("ca.crt"),
            directory.resolve("tls.crt"),
            directory.resolve("tls.key"));
    if (!Files.exists(files.key)) {
      make(directory.resolve("keys.p12"), hostNames, files);
    }
    return files;
  }

  private static void make(Path store, List<String> hostNames, HttpCertificate files) {
    String names =
        hostNames.stream()
            .map(name -> (name.matches("[0-9.]+") ? "ip:" : "dns:") + name)
            .collect(Collectors.joining(","));
    try {
      Files.createDirectories(store.getParent());
      Files.deleteIfExists(store);
      keytool(store, "ca", "CN=local demo authority", "-ext", "bc:c");
      keytool(store, "http", "CN=" + hostNames.get(0), "-signer", "ca", "-ext", "san=" + names);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, STORE_PASSWORD.toCharArray());
      }
      Key key = keys.getKey("http", STORE_PASSWORD.toCharArray());
      PrivateFile.write(files.authority, pem(keys.getCertificate("ca")));
      PrivateFile.write(
          files.certificate, pem(keys.getCertificate("http")) + pem(keys.getCertificate("ca")));
      PrivateFile.write(files.key, pem("PRIVATE KEY", key.getEncoded()));
      Files.delete(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerException("Cannot make Elasticsearch's certificate: " + e.getMessage(), e);
    }
  }

  private static void keytool(Path store, String alias, String subject, String... more)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of("-genkeypair", "-alias", alias, "-dname", subject));
    line.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", VALID_DAYS));
    line.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    line.addAll(List.of("-storepass", STORE_PASSWORD));
    line.addAll(Stream.of(more).toList());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new ServerException("keytool failed: " + output.strip());
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, body);
  }
}
