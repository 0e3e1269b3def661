package io.cdcpipeline.operator.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The marks among the lines of a replay, as the metrics of its pod say; pure. They are numbered
 * from 1 on.
 *
 * @param written so far
 * @param found that the pod has been told of
 * @param waitingSince for more to be found; null if it does not wait
 */
record ReplayMarks(int written, int found, Instant waitingSince) {
  /** As many as are looked for at one time; a window has fewer. */
  private static final int MAX_OPEN = 100;

  private static final long NONE = Integer.MAX_VALUE;
  private static final Pattern WRITTEN = gauge("cdc_replay_marks_written");
  private static final Pattern FOUND = gauge("cdc_replay_marks_found");
  private static final Pattern WAITING = gauge("cdc_replay_waiting_since_seconds");

  private static Pattern gauge(String name) {
    return Pattern.compile("(?m)^" + name + " (\\d{1,10})$");
  }

  /** Empty if the pod writes no marks, as that of an older consumer. */
  static Optional<ReplayMarks> of(String metrics) {
    long written = value(WRITTEN, metrics).orElse(NONE);
    long found = value(FOUND, metrics).orElse(NONE);
    long since = value(WAITING, metrics).orElse(0);
    return written >= NONE || found >= NONE
        ? Optional.empty()
        : Optional.of(
            new ReplayMarks(
                (int) written, (int) found, since == 0 ? null : Instant.ofEpochSecond(since)));
  }

  private static OptionalLong value(Pattern gauge, String metrics) {
    var match = gauge.matcher(metrics);
    return match.find() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
  }

  /** Those to look for. */
  List<Integer> open() {
    return IntStream.rangeClosed(found + 1, Math.min(written, found + MAX_OPEN)).boxed().toList();
  }
}
