package io.cdcpipeline.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority and the certificates it signed, as PEM files, generated with the JDK's
 * keytool like those of ECK and Strimzi; the authority's key is not kept.
 */
public record Certificates(Path directory) {
  private static final String STORE_PASSWORD = "not-a-secret-the-file-is-private";
  private static final String VALID_DAYS = "365";
  private static final String AUTHORITY = "ca";

  /** Half the time for a program that runs for less than a second. */
  private static final List<String> QUICK =
      List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-J-Xshare:auto");

  /** Generated once per directory: one certificate per name, valid for its host names. */
  public static Certificates in(Path directory, Map<String, List<String>> hostNames) {
    Certificates all = new Certificates(directory);
    if (!hostNames.keySet().stream().map(all::key).allMatch(Files::exists)) {
      all.make(directory.resolve("keys.p12"), hostNames);
    }
    return all;
  }

  /** The CA certificate with which clients verify the others. */
  public Path authority() {
    return directory.resolve(AUTHORITY + ".crt");
  }

  /** The certificate followed by that of the authority. */
  public Path chain(String name) {
    return directory.resolve(name + ".crt");
  }

  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /** For a server of this program that shows one of these certificates. */
  public SSLContext server(String name) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(unwrapped(Files.readString(key(name))));
      Key key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      Certificate[] chain;
      try (InputStream in = Files.newInputStream(chain(name))) {
        chain =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(in)
                .toArray(Certificate[]::new);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(name, key, new char[0], chain);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerException("Cannot use the certificate of " + name + ": " + e.getMessage(), e);
    }
  }

  private static String unwrapped(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "");
  }

  private void make(Path store, Map<String, List<String>> hostNames) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(store);
      keytool(store, AUTHORITY, "CN=local demo authority", "-ext", "bc:c");
      for (Map.Entry<String, List<String>> subject : hostNames.entrySet()) {
        String names = "san=" + alternativeNames(subject.getValue());
        String common = "CN=" + subject.getValue().get(0);
        keytool(store, subject.getKey(), common, "-signer", AUTHORITY, "-ext", names);
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, STORE_PASSWORD.toCharArray());
      }
      String authority = pem(keys.getCertificate(AUTHORITY));
      PrivateFile.write(authority(), authority);
      for (String name : hostNames.keySet()) {
        Key key = keys.getKey(name, STORE_PASSWORD.toCharArray());
        PrivateFile.write(chain(name), pem(keys.getCertificate(name)) + authority);
        PrivateFile.write(key(name), pem("PRIVATE KEY", key.getEncoded()));
      }
      Files.delete(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerException("Cannot make certificates: " + e.getMessage(), e);
    }
  }

  private static String alternativeNames(List<String> hostNames) {
    return hostNames.stream()
        .map(name -> (name.matches("[0-9.]+") ? "ip:" : "dns:") + name)
        .collect(Collectors.joining(","));
  }

  private static void keytool(Path store, String alias, String subject, String... more)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(QUICK);
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
