package io.cdcpipeline.operator.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The table, and which hops are looked at. */
class SmokeRunTest {
  /** A second passes with each reading. */
  private final AtomicLong clock = new AtomicLong();

  private final HopWatch watch =
      new HopWatch(
          () -> clock.getAndAdd(1_000_000_000L), Duration.ofSeconds(3), Duration.ofNanos(1));
  private final PlayedRows rows = new PlayedRows();

  @Test
  void everyHopIsTimedAndNamed() {
    assertThat(run(new PlayedHop("topic", "5 of 17", "all"), new PlayedHop("index", "all")))
        .isEqualTo(
            """
            HOP                                FOUND                          AFTER  RESULT
            SQL commit                         17 rows                      1000 ms  ok
            topic                              all                          3000 ms  ok
            index                              all                          5000 ms  ok
            passed
            """);
    assertThat(rows.steps).containsExactly("open", "change", "close");
  }

  @Test
  void aHopThatNeverHasEverythingFailsWithWhatItShows() {
    assertThat(run(new PlayedHop("index", "5 of 17")))
        .contains(
            "index                              5 of 17                            -  FAILED:"
                + " incomplete after 3 s")
        .endsWith("failed\n");
  }

  @Test
  void aHopThatCannotBeAskedFailsInItsOwnWords() {
    assertThat(
            run(new PlayedHop("index", "!https://es:9200 answers 403\nto user\u001b[31m reader")))
        .contains("FAILED: https://es:9200 answers 403 to user [31m reader after 3 s");
  }

  @Test
  void whatComesAfterAHopThatPassesEverythingIsNotWaitedFor() {
    var index = new PlayedHop("index", "all");
    assertThat(run(new PlayedHop("topic", "none").passing(), index))
        .contains(
            "index                              -                                  -  not reached:"
                + " topic does not have it")
        .endsWith("failed\n");
    assertThat(index.looks).isZero();
  }

  @Test
  void nothingIsChangedIfItCouldNotBeFollowed() {
    var topic = new PlayedHop("topic", "all").passing().refusing("no broker");
    assertThat(run(topic, new PlayedHop("index", "all")))
        .contains(
            "topic                              -                                  -  FAILED: no"
                + " broker")
        .contains(
            "index                              -                                  -  not reached:"
                + " nothing was changed")
        .endsWith("failed\n");
    assertThat(rows.steps).containsExactly("open", "close");
  }

  @Test
  void oneThatOthersDoNotNeedFailsAlone() {
    var ticdc = new PlayedHop("TiCDC", "all").refusing("hangs");
    assertThat(run(ticdc, new PlayedHop("topic", "all")))
        .contains(
            "TiCDC                              -                                  -  FAILED:"
                + " hangs")
        .containsPattern("topic +all +\\d+ ms  ok")
        .endsWith("failed\n");
  }

  @Test
  void aSkippedHopSaysWhy() {
    assertThat(run(new LeftOut("Prometheus", "PROMETHEUS_URL is not set")))
        .contains("skipped: PROMETHEUS_URL is not set")
        .endsWith("passed\n");
  }

  @Test
  void theTableThatCannotBeDroppedIsAFailure() {
    rows.refusesToClose = true;
    assertThat(run(new PlayedHop("topic", "all")))
        .contains("drop the table", "FAILED: denied")
        .endsWith("failed\n");
  }

  private String run(Hop... hops) {
    var text = new ByteArrayOutputStream();
    var out = new PrintStream(text, true, StandardCharsets.UTF_8);
    out.println(new SmokeRun(rows, List.of(hops), watch, out).run() ? "passed" : "failed");
    return text.toString(StandardCharsets.UTF_8);
  }

  private static final class PlayedRows implements SmokeRun.Rows {
    final List<String> steps = new java.util.ArrayList<>();
    boolean refusesToClose;

    @Override
    public void open() {
      steps.add("open");
    }

    @Override
    public String change() {
      steps.add("change");
      return "17 rows";
    }

    @Override
    public void close() {
      steps.add("close");
      if (refusesToClose) {
        throw new IllegalStateException("denied");
      }
    }
  }

  /** Shows one thing after the other; "all" is everything, and after a "!" is a failure. */
  private static final class PlayedHop implements Hop {
    private final String name;
    private final Deque<String> shown;
    private boolean passing;
    private Optional<String> refusal = Optional.empty();
    int looks;

    PlayedHop(String name, String... shown) {
      this.name = name;
      this.shown = new ArrayDeque<>(List.of(shown));
    }

    PlayedHop passing() {
      passing = true;
      return this;
    }

    PlayedHop refusing(String words) {
      refusal = Optional.of(words);
      return this;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean passesEverything() {
      return passing;
    }

    @Override
    public void before() {
      refusal.ifPresent(
          words -> {
            throw new IllegalStateException(words);
          });
    }

    @Override
    public Seen look() {
      looks++;
      var now = shown.size() > 1 ? shown.pop() : shown.peek();
      if (now.startsWith("!")) {
        throw new IllegalStateException(now.substring(1));
      }
      return new Seen(now, now.equals("all"));
    }
  }
}
