package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TiCDC reads the certificates of its sink when a changefeed starts. */
class SinkCertificatesTest {
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  @Test
  void areInUseTwoMinutesAfterTheyWereFirstSeenAndOnceAccepted() {
    var certificates = new SinkCertificates();
    assertThat(certificates.of("a", false, START).inUse()).isFalse();
    assertThat(certificates.of("a", false, START.plusSeconds(119)).inUse()).isFalse();
    assertThat(certificates.of("a", false, START.plusSeconds(120)).inUse()).isTrue();
    assertThat(certificates.of("b", true, START.plusSeconds(130)).inUse()).isFalse();
    assertThat(certificates.of("b", true, START.plusSeconds(300)).inUse()).isFalse();
    assertThat(certificates.of("b", false, START.plusSeconds(300)).inUse()).isTrue();
  }

  /** What is sent to TiCDC when its certificates change, before and after they are in use. */
  @ParameterizedTest(name = "{0} suspended={1}")
  @CsvSource({
    "normal, false, -, POST pause+POST resume",
    "normal, true, POST pause, -",
    "stopped, false, POST resume, POST pause+POST resume",
    "stopped, true, -, -",
  })
  void restartsTheChangefeedOnce(String state, boolean suspended, String before, String after)
      throws Exception {
    for (var architecture : Architecture.values()) {
      try (var fixture = new ReconcilerFixture(architecture)) {
        var desired = ReconcilerFixture.suspended(ReconcilerFixture.desired(), suspended);
        fixture.pass(ReconcilerFixture.certified(ReconcilerFixture.desired(), "old", true));
        fixture.server.force(ReconcilerFixture.ID, state, Optional.empty());

        var changed = ReconcilerFixture.certified(desired, "new", false);
        assertThat(calls(fixture, changed)).isEqualTo(before);
        var replaced = ReconcilerFixture.certified(desired, "new", true);
        assertThat(calls(fixture, replaced)).isEqualTo(after);
        assertThat(calls(fixture, replaced)).isEqualTo("-");
      }
    }
  }

  @Test
  @FailureMode(
      fault = "The CA or the client certificate with which TiCDC connects to Kafka is renewed",
      effect =
          "two minutes after Kafka has accepted a login with them, when they are in TiCDC's pods,"
              + " the changefeed is paused and resumed",
      shown = "events `ChangefeedPaused` and `ChangefeedResumed`")
  void aChangedSecretRestartsTheChangefeed() {
    try (var fixture = new StageFixture(Architecture.NEW)) {
      certificate(fixture, "first");
      fixture.operator.apply(
          """
          apiVersion: cdcpipeline.io/v1alpha1
          kind: CdcPipeline
          metadata: {name: orders, namespace: shop}
          spec:
            database: {existing: {host: tidb, ticdcUrl: "%s"}}
            kafka:
              existing:
                bootstrapServers: "kafka:9092"
                tls: {caSecret: sink, clientSecret: sink}
            changefeed: {tables: ["shop.*"]}
          """
              .formatted(fixture.ticdc.uri()));
      fixture.awaitCondition(ConditionType.CHANGEFEED, "Ready");

      certificate(fixture, "second");
      fixture.observations(3);
      assertThat(fixture.events()).noneMatch(event -> event.contains("certificates"));

      fixture.clock.ahead(Duration.ofMinutes(2));
      fixture.awaitEvent("to read its new certificates");
      fixture.awaitCondition(ConditionType.CHANGEFEED, "Ready");
      assertThat(fixture.events()).anyMatch(event -> event.contains("resumed"));
    }
  }

  private static void certificate(StageFixture fixture, String content) {
    fixture.operator.secret(
        "shop", "sink", Map.of("ca.crt", "ca", "tls.crt", content, "tls.key", content));
  }

  private static String calls(ReconcilerFixture fixture, DesiredChangefeed desired)
      throws Exception {
    fixture.server.clearCalls();
    fixture.clock.advance(Duration.ofSeconds(2));
    fixture.pass(desired);
    return fixture.changes().isEmpty() ? "-" : String.join("+", fixture.changes());
  }
}
