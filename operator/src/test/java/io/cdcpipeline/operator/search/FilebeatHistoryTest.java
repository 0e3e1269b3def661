package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.search.FilebeatHistory.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What samples of one pod mean. Each is minute:published/delivered/dropped. */
class FilebeatHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern SAMPLE = Pattern.compile("(\\d+):(\\d+)/(\\d+)/(\\d+)");
  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** The process is a day old, so that its first sample says nothing about the last minutes. */
  @ParameterizedTest
  @CsvSource({
    "idle, 0:5/5/0 1:6/6/0 2:7/7/0 3:8/8/0, ''",
    "one sample of an old loss, 0:100/90/10, ''",
    "an old loss and no new one, 0:100/90/10 1:110/100/10 2:120/110/10, ''",
    "a new loss, 0:100/90/10 1:110/97/13, EventsDropped 3",
    "a loss of nine minutes ago, 0:9/9/0 1:10/9/1 4:10/9/1 7:10/9/1 10:10/9/1, EventsDropped 1",
    "a loss of eleven minutes ago, 0:9/9/0 1:10/9/1 4:10/9/1 7:10/9/1 12:10/9/1, ''",
    "nothing delivered for one minute, 0:5/5/0 1:9/5/0 2:9/5/0, ''",
    "nothing delivered for two minutes, 0:5/5/0 1:9/5/0 2:9/5/0 3:12/5/0, EventsRefused 7",
    "nothing new and nothing waiting, 0:5/5/0 1:5/5/0 2:5/5/0 3:5/5/0, ''",
    "some delivered, 0:9/5/0 1:9/6/0 2:9/6/0 3:12/6/0, EventsRefused 6",
    "some delivered now, 0:9/5/0 1:9/5/0 2:9/5/0 3:12/6/0, ''",
    "rejected ones are settled too, 0:9/5/1 1:12/5/3 2:15/5/5, EventsDropped 4",
    "a queue that grows, 0:20000/9000/0 2:40000/20000/0 5:60000/30000/0, EventsWaiting 30000",
    "a queue that grows for four minutes, 0:0/0/0 1:40000/20000/0 5:60000/30000/0, ''",
    "a full queue, 0:20000/9000/0 2:21000/10000/0 5:22000/11000/0, EventsWaiting 11000",
    "a long queue that drains, 0:40000/9000/0 2:40000/20000/0 5:41000/30000/0, ''",
    "a short queue that grows, 0:100/50/0 2:1000/100/0 5:2000/200/0, ''",
    "what a predecessor left on disk, 0:5/9/0 1:6/30/0 2:7/40/0 3:8/41/0, ''",
  })
  void judges(String what, String samples, String expected) {
    assertThat(problem(samples, Duration.ofDays(1))).as(what).isEqualTo(expected);
  }

  /** A process that has just started lost what it counts lately, even in its first sample. */
  @ParameterizedTest
  @CsvSource({
    "0:100/90/10, PT3M, EventsDropped 10",
    "0:100/90/10, PT11M, ''",
    "0:100/0/0, PT3M, ''"
  })
  void countsAYoungProcessFromItsStart(String samples, Duration age, String expected) {
    assertThat(problem(samples, age)).isEqualTo(expected);
  }

  private static String problem(String samples, Duration age) {
    var history = FilebeatHistory.NONE;
    for (var sample : SAMPLE.matcher(samples).results().toList()) {
      var minutes = Duration.ofMinutes(Long.parseLong(sample.group(1)));
      history =
          history.with(
              START.plus(minutes),
              new FilebeatStatistics(
                  "process",
                  age.plus(minutes),
                  Long.parseLong(sample.group(2)),
                  Long.parseLong(sample.group(3)),
                  Long.parseLong(sample.group(4)),
                  0));
    }
    return history.problem(WINDOW).map(FilebeatHistoryTest::text).orElse("");
  }

  private static String text(Problem problem) {
    return problem.reason() + " " + problem.events();
  }
}
