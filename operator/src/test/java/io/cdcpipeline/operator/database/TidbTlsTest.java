package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.image.Authority;
import io.cdcpipeline.operator.image.Authority.Signed;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of each way in which the certificates of TiDB's components do not fit. */
class TidbTlsTest {
  private static final ResourceNames NAMES = new ResourceNames("shop", "shop");
  private static final String CLIENT = "shop-cluster-client-secret";
  private static final String GUIDE = "; docs/security.md has a manifest for cert-manager";

  @TempDir private static Path own;
  @TempDir private static Path foreign;
  private static Authority authority;
  private static Signed server;
  private static Signed stranger;

  private final Map<String, Map<String, String>> secrets = new HashMap<>();
  private Duration later = Duration.ZERO;

  @BeforeAll
  static void certificates() throws Exception {
    authority = new Authority(own);
    server = authority.sign("EC", hosts());
    stranger = new Authority(foreign).sign("RSA", hosts());
  }

  /** All that any component needs: one certificate may serve them all. */
  static List<String> hosts() {
    return TidbCertificate.of(NAMES).stream().flatMap(c -> c.hosts().stream()).distinct().toList();
  }

  @BeforeEach
  void allFit() {
    TidbCertificate.of(NAMES).forEach(c -> secrets.put(c.secret(), server.secret()));
  }

  @Test
  void certificatesOfOneAuthorityFit() {
    assertThat(problem()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWithWhatItHasToHold() {
    secrets.clear();

    assertProblem(
        Reason.InvalidReference,
        "Secret shop-pd-cluster-secret does not exist: it needs tls.crt, tls.key and ca.crt of a"
            + " certificate for server auth and client auth, and the DNS names shop-pd,"
            + " shop-pd.shop, *.shop-pd-peer.shop, *.shop-pd-peer.shop.svc; Secret"
            + " shop-tikv-cluster-secret does not exist: it needs tls.crt, tls.key and ca.crt of a"
            + " certificate for server auth and client auth, and the DNS names"
            + " *.shop-tikv-peer.shop, *.shop-tikv-peer.shop.svc; Secret shop-tidb-cluster-secret"
            + " does not exist: it needs tls.crt, tls.key and ca.crt of a certificate for server"
            + " auth and client auth, and the DNS names *.shop-tidb-peer.shop,"
            + " *.shop-tidb-peer.shop.svc; Secret shop-ticdc-cluster-secret does not exist: it"
            + " needs tls.crt, tls.key and ca.crt of a certificate for server auth and client auth,"
            + " and the DNS names shop-ticdc-peer.shop.svc, *.shop-ticdc-peer.shop,"
            + " *.shop-ticdc-peer.shop.svc; Secret shop-cluster-client-secret does not exist: it"
            + " needs tls.crt, tls.key and ca.crt of a certificate for client auth"
            + GUIDE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void aMissingKeyIsNamed(String key) {
    change(CLIENT, key, "");

    assertProblem(
        Reason.InvalidReference,
        "Secret shop-cluster-client-secret has no key %s: it needs tls.crt, tls.key and ca.crt of a certificate for client auth%s"
            .formatted(key, GUIDE));
  }

  @ParameterizedTest
  @CsvSource({
    "tls.crt, has no PEM certificate in tls.crt",
    "tls.key, has no PEM private key in tls.key: it contains no private key",
    "ca.crt, has no PEM certificate in ca.crt"
  })
  void whatIsNoPemIsNamedAndNotQuoted(String key, String message) {
    change(CLIENT, key, "s3cret");

    assertThat(problem().orElseThrow().getMessage())
        .startsWith("Secret shop-cluster-client-secret " + message)
        .doesNotContain("s3cret");
  }

  @Test
  void theKeyOfAnotherCertificateIsNoticed() throws Exception {
    change(CLIENT, "tls.key", authority.sign("EC", List.of()).key());

    assertProblem(
        Reason.InvalidReference,
        "Secret shop-cluster-client-secret has in tls.key another key than that of the certificate"
            + " in tls.crt"
            + GUIDE);
  }

  @Test
  void anExpiredCertificateIsNoticed() throws Exception {
    var past = authority.sign("EC", hosts(), "-startdate", "-30d", "-validity", "10");
    secrets.put("shop-tikv-cluster-secret", past.secret());

    assertThat(problem().orElseThrow().reason()).isEqualTo(Reason.CertificateNotTrusted);
    assertThat(problem().orElseThrow().getMessage())
        .startsWith("Secret shop-tikv-cluster-secret expired on 20")
        .endsWith("Z: renew it" + GUIDE);
  }

  @Test
  void aCertificateOfTheFutureIsNoticed() {
    later = Duration.ofDays(-1);

    assertThat(problem().orElseThrow().reason()).isEqualTo(Reason.CertificateNotTrusted);
    assertThat(problem().orElseThrow().getMessage())
        .startsWith("Secret shop-pd-cluster-secret is valid only from 20");
  }

  @Test
  void aCertificateForOtherNamesIsNoticed() throws Exception {
    var other = authority.sign("EC", List.of("shop-ticdc-peer.shop.svc", "*.shop-ticdc-peer.shop"));
    secrets.put("shop-ticdc-cluster-secret", other.secret());

    assertProblem(
        Reason.InvalidReference,
        "Secret shop-ticdc-cluster-secret has a certificate without the DNS names"
            + " *.shop-ticdc-peer.shop.svc, only for: shop-ticdc-peer.shop.svc,"
            + " *.shop-ticdc-peer.shop"
            + GUIDE);
  }

  @Test
  void aWildcardStandsForTheNamesBelowIt() throws Exception {
    var wide =
        authority.sign(
            "EC", List.of("*.shop.svc", "*.shop-ticdc-peer.shop", "*.shop-ticdc-peer.shop.svc"));
    secrets.put("shop-ticdc-cluster-secret", wide.secret());

    assertThat(problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop-pd-cluster-secret, serverAuth, client auth",
    "shop-pd-cluster-secret, clientAuth, server auth",
    "shop-cluster-client-secret, serverAuth, client auth"
  })
  void aCertificateForOtherUsesIsNoticed(String secret, String uses, String missing)
      throws Exception {
    secrets.put(secret, authority.sign("EC", hosts(), "-ext", "eku=" + uses).secret());

    assertProblem(
        Reason.InvalidReference,
        "Secret %s has a certificate without the extended key usage %s%s"
            .formatted(secret, missing, GUIDE));
  }

  @Test
  void aClientNeedsNoServerAuth() throws Exception {
    secrets.put(CLIENT, authority.sign("RSA", List.of(), "-ext", "eku=clientAuth").secret());

    assertThat(problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop-ticdc-cluster-secret", CLIENT})
  void aCertificateOfAnotherAuthorityIsNoticed(String secret) {
    secrets.put(secret, stranger.secret());

    assertProblem(
        Reason.CertificateNotTrusted,
        "the certificate in Secret %s is not signed by an authority in ca.crt of Secret shop-pd-cluster-secret: all have to trust each other%s"
            .formatted(secret, GUIDE));
  }

  @Test
  void anAuthorityThatDoesNotFitItsOwnCertificateIsNoticed() {
    change(CLIENT, "ca.crt", stranger.ca());

    assertProblem(
        Reason.CertificateNotTrusted,
        "the certificate in Secret shop-pd-cluster-secret is not signed by an authority in ca.crt"
            + " of Secret shop-cluster-client-secret: all have to trust each other"
            + GUIDE);
  }

  /** The way from one authority to another: first both are trusted. */
  @Test
  void twoAuthoritiesMayBeTrusted() {
    secrets.keySet().forEach(name -> change(name, "ca.crt", server.ca() + stranger.ca()));
    var next = new HashMap<>(stranger.secret());
    next.put("ca.crt", server.ca() + stranger.ca());
    secrets.put(CLIENT, next);

    assertThat(problem()).isEmpty();
  }

  @Test
  void anExpiredAuthorityIsNoticed() throws Exception {
    later = Duration.ofDays(400);
    var longer = authority.sign("EC", hosts(), "-validity", "800");
    secrets.keySet().forEach(name -> secrets.put(name, longer.secret()));

    assertThat(problem().orElseThrow().reason()).isEqualTo(Reason.CertificateNotTrusted);
    assertThat(problem().orElseThrow().getMessage())
        .startsWith(
            "Secret shop-pd-cluster-secret has in ca.crt only authorities that have expired");
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void aTidbThatOutlivedItsPipelineKeepsWhatItHas(boolean wanted, boolean live) {
    assertThat(TidbTls.problem(NAMES, wanted, Optional.of(live)))
        .hasValue(
            "spec.database.managed.tls is %1$s, but TiDB shop was created with %2$s and TiDB Operator cannot change it: set it to %2$s, or delete that TiDB, with its data"
                .formatted(wanted, live));
    assertThat(TidbTls.problem(NAMES, wanted, Optional.of(wanted))).isEmpty();
    assertThat(TidbTls.problem(NAMES, wanted, Optional.empty())).isEmpty();
  }

  private void assertProblem(Reason reason, String message) {
    assertThat(problem()).isPresent();
    assertThat(problem().get().getMessage()).isEqualTo(message);
    assertThat(problem().get().reason()).isEqualTo(reason);
  }

  private Optional<StageException> problem() {
    return TidbTls.problem(
        NAMES, name -> Optional.ofNullable(secrets.get(name)), Instant.now().plus(later));
  }

  private void change(String secret, String key, String value) {
    var content = new HashMap<>(secrets.get(secret));
    content.put(key, value);
    secrets.put(secret, content);
  }
}
