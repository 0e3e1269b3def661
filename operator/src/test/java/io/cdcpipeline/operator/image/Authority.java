package io.cdcpipeline.operator.image;

import io.cdcpipeline.operator.remote.MutualTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A certificate authority, as cert-manager or a person with openssl would be one. */
public final class Authority {
  private static final String PASSWORD = "changeit";
  private static final char[] OPEN = PASSWORD.toCharArray();
  private static final String CA = "ca";

  private final Path store;

  /**
   * A certificate of it.
   *
   * @param pem what was signed, without the authority's own
   * @param key in PKCS#8
   */
  public record Signed(String pem, String key, String ca) {
    /** A server with this certificate that accepts clients with certificates of the authority. */
    public SSLContext server() {
      return serverTrusting(ca);
    }

    /** The same for those of all authorities in a PEM text. */
    public SSLContext serverTrusting(String authorities) {
      return new MutualTls(authorities, pem, key, "").context();
    }

    /** The data of a Secret. */
    public Map<String, String> secret() {
      return Map.of("tls.crt", pem, "tls.key", key, "ca.crt", ca);
    }
  }

  public Authority(Path folder) throws IOException, InterruptedException {
    store = folder.resolve("authority.p12");
    keytool(CA, "EC", List.of("-dname", "CN=authority", "-ext", "bc:c"));
  }

  /**
   * Certificates that it has signed, and that expire in a year unless the options say otherwise.
   */
  public Signed sign(String algorithm, List<String> hosts, String... options)
      throws IOException, InterruptedException, GeneralSecurityException {
    var more = new ArrayList<>(List.of("-dname", "CN=TiDB", "-signer", CA));
    more.addAll(List.of(options));
    if (!hosts.isEmpty()) {
      more.add("-ext");
      more.add("san=" + hosts.stream().map(h -> "dns:" + h).collect(Collectors.joining(",")));
    }
    var alias = "signed-" + Files.size(store);
    keytool(alias, algorithm, more);
    var keys = load();
    return new Signed(
        pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()),
        pem("PRIVATE KEY", keys.getKey(alias, OPEN).getEncoded()),
        pem("CERTIFICATE", keys.getCertificate(CA).getEncoded()));
  }

  public static String pem(String kind, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, OPEN);
    }
    return keys;
  }

  private void keytool(String alias, String algorithm, List<String> more)
      throws IOException, InterruptedException {
    var command =
        Stream.of(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-J-XX:+UseSerialGC",
                    "-genkeypair"),
                List.of("-alias", alias, "-keyalg", algorithm, "-validity", "365"),
                more,
                List.of("-storetype", "PKCS12", "-keystore", store.toString()),
                List.of("-storepass", PASSWORD))
            .flatMap(List::stream)
            .toList();
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("keytool failed for " + alias);
    }
  }
}
