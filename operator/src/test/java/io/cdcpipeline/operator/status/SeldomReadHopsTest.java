package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Among many pipelines: one is reconciled every 30 s, with answers of the reconcile before, and
 * Kafka and search are asked every 60 s, in turn.
 */
class SeldomReadHopsTest {
  private static final ResourceNames SHOP = new ResourceNames("shop", "shop");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration RECONCILED_EVERY = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(names = {"KAFKA", "CONSUMER", "SEARCH"})
  void aHopThatStopsIsNamedWithinThreeMinutes(Hop stopped) {
    for (int second = 0; second < 60; second += 5) {
      var stoppedAt = START.plusSeconds(600 + second);
      var tracker = new HopTracker();
      var now = START;
      HopReport report;
      do {
        now = now.plus(RECONCILED_EVERY);
        var readings = new EnumMap<Hop, HopReading>(Hop.class);
        for (var hop : Hop.values()) {
          readings.put(hop, known(hop, now, stopped, stoppedAt));
        }
        report = tracker.track(SHOP, readings, null, false, now);
      } while (report.problem().isEmpty() && now.isBefore(stoppedAt.plusSeconds(240)));

      assertThat(Duration.between(stoppedAt, now))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(160));
      assertThat(report.problem().get().message())
          .startsWith("nothing has passed the hop %s since ".formatted(stopped));
    }
  }

  private static HopReading known(Hop hop, Instant now, Hop stopped, Instant stoppedAt) {
    boolean often = hop.compareTo(Hop.CHANGEFEED) <= 0;
    long first = hop == Hop.SEARCH ? 30 : 0;
    long last = now.minus(RECONCILED_EVERY).getEpochSecond();
    var asked = Instant.ofEpochSecond(often ? last : last - Math.floorMod(last - first, 60));
    boolean stands = hop.compareTo(stopped) >= 0 && asked.isAfter(stoppedAt);
    var at = stands ? stoppedAt : asked;
    return new HopReading(HopTrackerTest.position(hop, at, 0), 3, asked);
  }
}
