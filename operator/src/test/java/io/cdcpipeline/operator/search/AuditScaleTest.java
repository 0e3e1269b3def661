package io.cdcpipeline.operator.search;

import static io.cdcpipeline.operator.search.AuditFixture.NOON;
import static io.cdcpipeline.operator.search.AuditFixture.tso;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit of a topic with many partitions, each with a heartbeat every half minute. */
class AuditScaleTest {
  private static final AuditTimes TIMES = new AuditTimes(Duration.ofMinutes(10));
  private static final ResourceNames SHOP = new ResourceNames("prod", "shop");
  private static final int HALF_MINUTES = 120;

  private final ScriptedElasticsearch elasticsearch = new ScriptedElasticsearch();
  private Instant now = NOON;

  /** With the pauses that it keeps, from the hour that it has to catch up with. */
  @ParameterizedTest
  @ValueSource(ints = {3, 1000, 1001, 10_000})
  void keepsUp(int partitions) {
    elasticsearch.audit = search -> answer(search, partitions);
    var ledger = AuditLedger.startingAt(NOON);
    while (now.isBefore(AuditFixture.time(HALF_MINUTES))) {
      now = now.plus(TIMES.interval(ledger.behind()));
      ledger =
          new AuditRound(SHOP, "t", partitions, now, 7, TIMES).next(elasticsearch, ledger, now);
    }
    var report = AuditReport.of(SHOP, ledger, partitions, TIMES, now).status();

    assertThat(report.unverified()).isZero();
    assertThat(report.missing()).isZero();
    assertThat(Duration.between(Instant.parse(report.verifiedUntil()), now))
        .isLessThan(Duration.ofMinutes(15));
    assertThat(ledger.open()).hasSizeLessThan(Math.max(100, 12 * partitions));
  }

  /** As many hits as Elasticsearch returns of each slice, and ten documents for each window. */
  private AuditSearch.Found answer(AuditSearch search, int partitions) {
    int last = (int) Duration.between(NOON, now).toSeconds() / 30;
    var found = new ArrayList<HeartbeatWindow>();
    boolean more = false;
    for (var slice : IntStream.range(0, search.after().size()).boxed().toList()) {
      long after = search.after().get(slice);
      var hits =
          IntStream.rangeClosed(1, last)
              .filter(slot -> tso(slot) > after)
              .boxed()
              .flatMap(slot -> windows(partitions, slice, slot))
              .limit(AuditSlices.MAX_HEARTBEATS)
              .toList();
      more |= hits.size() == AuditSlices.MAX_HEARTBEATS;
      found.addAll(hits);
    }
    var documents = new HashMap<HeartbeatWindow, Long>();
    search.windows().forEach(window -> documents.put(window, window.events()));
    return new AuditSearch.Found(List.copyOf(found), more, documents);
  }

  private static Stream<HeartbeatWindow> windows(int partitions, int slice, int slot) {
    return AuditSlices.of(slice, partitions).stream()
        .map(partition -> AuditFixture.window(partition, slot, 10));
  }
}
