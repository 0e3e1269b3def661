package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.image.Authority;
import io.cdcpipeline.operator.image.Authority.Signed;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A managed TiDB with TLS between its components, with both versions of TiDB Operator. */
class TidbTlsStageTest {
  private static final String PIPELINE =
      DatabaseStageFixture.PIPELINE.formatted("Retain", "") + "    managed: {tls: true}\n";
  private static final String READY = "Ready: schema and users are up to date";

  @TempDir private static Path own;
  @TempDir private static Path foreign;
  private static Signed server;
  private static Signed renewed;
  private static Signed stranger;

  private final DatabaseStageFixture scene = new DatabaseStageFixture();

  @BeforeAll
  static void certificates() throws Exception {
    var authority = new Authority(own);
    server = authority.sign("EC", TidbTlsTest.hosts());
    renewed = authority.sign("EC", TidbTlsTest.hosts());
    stranger = new Authority(foreign).sign("EC", TidbTlsTest.hosts());
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void nothingIsCreatedBeforeTheCertificatesAreThere(TidbVersion version) {
    scene.start(version.kinds);
    scene.operator.apply(PIPELINE);
    await()
        .until(
            () ->
                scene
                    .condition()
                    .startsWith("InvalidReference: Secret shop-pd-cluster-secret does not exist"));
    assertThat(version.cluster(scene.operator)).isNull();

    provide(server);
    scene.operator.nudge("shop", "shop");
    version.ready(scene.operator);

    scene.awaitCondition(READY);
    assertThat(version.cluster(scene.operator).<Boolean>get("spec", "tlsCluster", "enabled"))
        .isTrue();
    // The certificates between components are none of the SQL port's.
    assertThat(scene.sql.login.tls()).isEqualTo(SqlTls.IF_OFFERED);
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  @FailureMode(
      fault = "a certificate between TiDB's components expires, or gets another authority",
      effect = "connections that exist stay; new ones are refused",
      shown = "`CertificateNotTrusted` with the Secret's name within a minute",
      action = "renew it; components read it at their next connection")
  void aCertificateThatNoLongerFitsIsNamedAndNothingIsTakenAway(TidbVersion version) {
    scene.start(version.kinds);
    provide(server);
    scene.operator.apply(PIPELINE);
    version.ready(scene.operator);
    scene.awaitCondition(READY);

    provide("shop-ticdc-cluster-secret", stranger);
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");
    await()
        .until(
            () ->
                scene
                    .condition()
                    .startsWith(
                        "CertificateNotTrusted: the certificate in Secret"
                            + " shop-ticdc-cluster-secret is not signed by an authority in ca.crt"
                            + " of Secret shop-pd-cluster-secret"));
    assertThat(version.cluster(scene.operator)).isNotNull();
    assertThat(scene.operator.pipeline("shop", "shop").getStatus().endpoints().sql())
        .isEqualTo("shop-tidb.shop.svc:4000");

    provide("shop-ticdc-cluster-secret", renewed);
    scene.operator.nudge("shop", "shop");
    scene.awaitCondition(READY);

    scene.clock.advance(Duration.ofDays(366));
    scene.operator.nudge("shop", "shop");
    await()
        .until(
            () ->
                scene
                    .condition()
                    .startsWith(
                        "CertificateNotTrusted: Secret shop-pd-cluster-secret expired on "));
  }

  /** The 5 of them would be most of what a ready pipeline's reconcile asks the API server. */
  @Test
  void certificatesThatFitAreNotReadAgainBeforeAWhile() {
    scene.start(TidbVersion.V2.kinds);
    provide(server);
    scene.operator.apply(PIPELINE);
    TidbVersion.V2.ready(scene.operator);
    scene.awaitCondition(READY);
    scene.operator.api().requests().clear();

    scene.operator.apply(PIPELINE.replace("Retain", "Delete"));
    await().until(() -> observed() == 2);
    assertThat(certificatesRead()).isZero();

    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");
    await().until(() -> certificatesRead() == 5);
  }

  private long observed() {
    return scene.operator.pipeline("shop", "shop").getStatus().observedGeneration();
  }

  private long certificatesRead() {
    return scene
        .operator
        .api()
        .requests()
        .entries(
            r ->
                r.userAgent().startsWith(OperatorFixture.USER_AGENT)
                    && r.verb().equals("get")
                    && String.valueOf(r.name()).matches(".*-cluster-(client-)?secret"))
        .size();
  }

  @ParameterizedTest
  @EnumSource(TidbVersion.class)
  void aTidbThatWasRetainedWithoutTlsIsNotSwitched(TidbVersion version) {
    scene.start(version.kinds);
    provide(server);
    scene.operator.apply(DatabaseStageFixture.PIPELINE.formatted("Retain", ""));
    version.ready(scene.operator);
    scene.awaitCondition(READY);
    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await().until(() -> scene.operator.pipeline("shop", "shop") == null);

    scene.operator.apply(PIPELINE);

    scene.awaitCondition(
        "InvalidSpec: spec.database.managed.tls is true, but TiDB shop was created with false and"
            + " TiDB Operator cannot change it: set it to false, or delete that TiDB, with its"
            + " data");
    assertThat(version.cluster(scene.operator).<Object>get("spec", "tlsCluster")).isNull();
  }

  private void provide(Signed signed) {
    TidbCertificate.of(new ResourceNames("shop", "shop"))
        .forEach(certificate -> provide(certificate.secret(), signed));
  }

  private void provide(String name, Signed signed) {
    scene.operator.namespace("shop");
    scene.operator.secret("shop", name, signed.secret());
  }
}
