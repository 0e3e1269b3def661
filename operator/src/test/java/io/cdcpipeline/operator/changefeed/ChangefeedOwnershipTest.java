package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two clusters with equal pipelines, or an older operator, and one TiCDC. */
class ChangefeedOwnershipTest {
  private static final ChangefeedOwner HERE = ReconcilerFixture.OWNER;
  private static final ChangefeedOwner THERE = in("there", null);
  private static final String WITHOUT_CLUSTER = "cdc-pipeline_shop.shop";

  private final ReconcilerFixture fixture = new ReconcilerFixture(Architecture.NEW);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theChangefeedOfAnotherClusterIsLeftAloneAndNamed() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(THERE), ChangefeedState.NONE);

    assertThat(verdict(HERE).reason()).isEqualTo(Reason.NameConflict);
    assertThat(verdict(HERE).message())
        .isEqualTo(
            "changefeed shop-shop belongs to the pipeline shop/shop of cluster there (this one is"
                + " here): give this pipeline another name; to move the changefeed here, suspend"
                + " the other cluster's pipeline and annotate this one with"
                + " cdcpipeline.io/take-over: \"there\"");
    assertThat(fixture.changes()).isEmpty();
    assertThat(owner()).isEqualTo(THERE.mark());
  }

  /** A restored cluster has the record too, and a cluster whose changefeed was taken over. */
  @Test
  void aRecordIsNoProofAgainstTheMarkOfAnotherCluster() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(THERE), null);

    assertThat(verdict(HERE).reason()).isEqualTo(Reason.NameConflict);
    assertThat(flowing(HERE)).isEqualTo(Reason.NameConflict);
    assertThat(fixture.changes()).isEmpty();
  }

  @Test
  void theAnnotationMovesItOnPurposeOnce() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(THERE), ChangefeedState.NONE);

    var taker = in("here", "there");
    assertThat(verdict(taker).reason()).isNotEqualTo(Reason.NameConflict);
    assertThat(owner()).isEqualTo(HERE.mark());

    fixture.server.clearCalls();
    assertThat(verdict(taker).reason()).isNotEqualTo(Reason.NameConflict);
    assertThat(verdict(THERE).reason()).isEqualTo(Reason.NameConflict);
    assertThat(fixture.changes()).isEmpty();
  }

  @Test
  void theAnnotationOfAnotherClusterMovesNothing() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(THERE), ChangefeedState.NONE);

    assertThat(verdict(in("here", "elsewhere")).reason()).isEqualTo(Reason.NameConflict);
  }

  @Test
  void anOlderMarkIsOursIfRecordedAndIsRewrittenWithTheNextUpdate() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(WITHOUT_CLUSTER), null);

    assertThat(verdict(HERE).reason()).isNotEqualTo(Reason.NameConflict);
    assertThat(fixture.changes()).isEmpty();

    fixture.passes(
        ReconcilerFixture.withMessageSize(ReconcilerFixture.desired(), 2_000_000),
        4,
        Duration.ofSeconds(3));
    assertThat(owner()).isEqualTo(HERE.mark());
  }

  @Test
  void anOlderMarkWithoutARecordMayBeAnotherClusters() throws Exception {
    createdBy(ReconcilerFixture.ownedBy(WITHOUT_CLUSTER), ChangefeedState.NONE);

    assertThat(verdict(HERE).message()).contains("of an unnamed cluster", "take-over: \"\"");
    assertThat(verdict(in("here", "")).reason()).isNotEqualTo(Reason.NameConflict);
    assertThat(owner()).isEqualTo(HERE.mark());
  }

  /**
   * A changefeed that exists.
   *
   * @param recorded what this cluster has recorded; null for that it created the changefeed
   */
  private void createdBy(DesiredChangefeed desired, ChangefeedState recorded) throws Exception {
    fixture.pass(desired);
    assertThat(fixture.recorded.created()).isTrue();
    fixture.recorded = recorded == null ? fixture.recorded : recorded;
    fixture.server.clearCalls();
    fixture.clock.advance(Duration.ofSeconds(3));
  }

  private StageStatus.Verdict verdict(ChangefeedOwner owner) throws Exception {
    var desired = ReconcilerFixture.ownedBy(owner);
    return fixture.health(desired, fixture.passes(desired, 4, Duration.ofSeconds(3))).ready();
  }

  private Reason flowing(ChangefeedOwner owner) throws Exception {
    var desired = ReconcilerFixture.ownedBy(owner);
    return fixture.health(desired, fixture.pass(desired)).flowing().reason();
  }

  private String owner() {
    return SinkUri.parse(fixture.server.sinkUri(ReconcilerFixture.ID))
        .parameters()
        .get(SinkUri.OWNER);
  }

  private static ChangefeedOwner in(String cluster, String takeOver) {
    return new ChangefeedOwner("shop", "shop", cluster, takeOver);
  }
}
