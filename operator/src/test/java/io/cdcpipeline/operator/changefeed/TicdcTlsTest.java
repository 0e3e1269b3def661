package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.image.Authority;
import io.cdcpipeline.operator.image.Authority.Signed;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TiCDC that demands client certificates, as that of a managed TiDB with TLS does. */
class TicdcTlsTest {
  private static final String NAME = "orders-ticdc-peer.shop.svc";
  private static final String CLIENT_SECRET = "orders-cluster-client-secret";

  @TempDir private static Path first;
  @TempDir private static Path second;
  private static Authority authority;
  private static Signed server;
  private static Signed client;
  private static Signed nextServer;
  private static Signed nextClient;

  private StageFixture fixture;

  @BeforeAll
  static void certificates() throws Exception {
    authority = new Authority(first);
    server = authority.sign("EC", List.of(NAME));
    client = authority.sign("RSA", List.of());
    var next = new Authority(second);
    nextServer = next.sign("EC", List.of(NAME));
    nextClient = next.sign("EC", List.of());
  }

  @BeforeEach
  void start() {
    fixture =
        new StageFixture(
            Architecture.NEW,
            QuickChangefeedStage.create(
                Duration.ofSeconds(5), (p, s) -> local(TicdcEndpoint.of(p, s))));
    fixture.ticdc.secure(server.server());
  }

  /** The stand-in's address in the place of the Service's name, which nothing resolves here. */
  private TicdcEndpoint local(TicdcEndpoint real) {
    assertThat(real.url()).isEqualTo("https://orders-ticdc-api.shop.svc:8301");
    return new TicdcEndpoint(
        fixture.ticdc.uri().toString(), real.ca(), real.tls(), real.distrust());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theChangefeedIsCreatedWithTheCertificateOfTheClusterClients() {
    fixture.applyManaged("{tls: true}");
    fixture.awaitCondition(
        ConditionType.CHANGEFEED,
        "InvalidReference: spec.database.managed.tls: TiDB Operator names Secret "
            + CLIENT_SECRET
            + ", which does not exist");

    provide(client.secret());

    fixture.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");
    fixture.operator.client().resource(fixture.pipeline()).delete();
    fixture.awaitDeleted();
    assertThat(fixture.ticdc.ids()).isEmpty();
  }

  @Test
  void aClientThatTicdcDoesNotKnowIsRefused() {
    provide(
        Map.of("tls.crt", nextClient.pem(), "tls.key", nextClient.key(), "ca.crt", server.ca()));

    fixture.applyManaged("{tls: true}");

    awaitDistrust("or TiCDC does not accept the client certificate in that Secret: ");
    assertThat(fixture.ticdc.calls()).isEmpty();
  }

  @Test
  void aServerWithACertificateForAnotherNameIsNotTrusted() throws Exception {
    fixture.ticdc.secure(authority.sign("EC", List.of("orders-tikv-peer.shop.svc")).server());
    provide(client.secret());

    fixture.applyManaged("{tls: true}");

    awaitDistrust("or is not for " + NAME);
    assertThat(fixture.ticdc.calls()).isEmpty();
  }

  @Test
  @FailureMode(
      fault = "TiCDC's certificate and its authority are replaced, before or after the Secret",
      effect =
          "the changefeed goes on; the operator connects with the new files, without a restart",
      shown = "`CertificateNotTrusted` while only one of the two is new")
  void newCertificatesOfBothSidesAreUsedInEitherOrder() {
    provide(client.secret());
    fixture.applyManaged("{tls: true}");
    fixture.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");

    fixture.ticdc.secure(nextServer.server());
    awaitDistrust("is not signed by the authority in Secret " + CLIENT_SECRET);
    provide(nextClient.secret());
    fixture.awaitCondition(ConditionType.CHANGEFEED, "Ready");

    provide(client.secret());
    fixture.awaitCondition(ConditionType.CHANGEFEED, "CertificateNotTrusted");
    fixture.ticdc.secure(server.server());
    fixture.awaitCondition(ConditionType.CHANGEFEED, "Ready");
    fixture.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");
    assertThat(fixture.ticdc.starts()).as("one changefeed, never created again").hasSize(1);
  }

  /** The way without a gap: both authorities are trusted while certificates are replaced. */
  @Test
  void withBothAuthoritiesInTheSecretNothingIsInterrupted() {
    provide(with(client, server.ca() + nextServer.ca()));
    fixture.applyManaged("{tls: true}");
    fixture.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");

    fixture.ticdc.secure(nextServer.serverTrusting(server.ca() + nextServer.ca()));
    fixture.observations(2);
    assertThat(fixture.condition(ConditionType.CHANGEFEED)).startsWith("Ready");

    provide(with(nextClient, server.ca() + nextServer.ca()));
    fixture.observations(2);
    assertThat(fixture.condition(ConditionType.CHANGEFEED)).startsWith("Ready");
    assertThat(fixture.events()).noneMatch(e -> e.contains("CertificateNotTrusted"));
  }

  @Test
  void noKeyIsShownAnywhere() {
    provide(Map.of("tls.crt", client.pem(), "tls.key", nextClient.key(), "ca.crt", client.ca()));
    fixture.applyManaged("{tls: true}");
    fixture.awaitCondition(
        ConditionType.CHANGEFEED,
        "CertificateNotTrusted: tls.crt and tls.key are not a PEM certificate and its key: ");

    assertThat(fixture.condition(ConditionType.CHANGEFEED)).doesNotContain("BEGIN", "MII");
    assertThat(fixture.events()).noneMatch(e -> e.contains("BEGIN"));
    assertThat(
            TicdcEndpoint.of(fixture.pipeline(), name -> Optional.of(client.secret())).toString())
        .contains("TLS to " + new ResourceNames("shop", "orders").service("orders-ticdc-peer"))
        .doesNotContain("BEGIN");
  }

  private void awaitDistrust(String why) {
    fixture.awaitCondition(
        ConditionType.CHANGEFEED,
        condition ->
            condition.startsWith("CertificateNotTrusted: the certificate of https://127.0.0.1:")
                && condition.contains(why));
  }

  private static Map<String, String> with(Signed signed, String authorities) {
    var content = new HashMap<>(signed.secret());
    content.put("ca.crt", authorities);
    return content;
  }

  private void provide(Map<String, String> content) {
    fixture.operator.secret("shop", CLIENT_SECRET, content);
  }
}
