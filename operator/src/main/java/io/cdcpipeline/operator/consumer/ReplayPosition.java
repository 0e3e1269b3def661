package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.ReplayedPartition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far one part of a replay has come, as the metrics of its pod say; pure.
 *
 * @param lines written so far, heartbeats apart
 */
record ReplayPosition(long lines, List<Partition> partitions) {
  /** A status is no place for thousands. */
  private static final int SHOWN = 20;

  private static final Pattern LINES = Pattern.compile("(?m)^cdc_replay_lines (\\d{1,18})$");
  private static final Pattern OFFSET =
      Pattern.compile(
          "(?m)^cdc_replay_(begin|next|end)_offset\\{partition=\"(\\d{1,9})\"} (\\d{1,18})$");

  /** In offsets. */
  record Partition(int partition, long begin, long next, long end) {
    long left() {
      return Math.max(0, end - next);
    }
  }

  /** Empty if these are the metrics of something else. */
  static Optional<ReplayPosition> of(String metrics) {
    var lines = LINES.matcher(metrics);
    if (!lines.find()) {
      return Optional.empty();
    }
    Map<Integer, Map<String, Long>> offsets = new HashMap<>();
    OFFSET
        .matcher(metrics)
        .results()
        .forEach(
            offset ->
                offsets
                    .computeIfAbsent(Integer.valueOf(offset.group(2)), p -> new HashMap<>())
                    .put(offset.group(1), Long.valueOf(offset.group(3))));
    var partitions =
        offsets.entrySet().stream()
            .filter(p -> p.getValue().size() == 3)
            .map(p -> partition(p.getKey(), p.getValue()))
            .toList();
    return Optional.of(new ReplayPosition(Long.parseLong(lines.group(1)), partitions));
  }

  private static Partition partition(int number, Map<String, Long> offsets) {
    return new Partition(number, offsets.get("begin"), offsets.get("next"), offsets.get("end"));
  }

  /** Of its records, those that it has read; 100 without any. */
  double percent() {
    long all = partitions.stream().mapToLong(p -> p.end() - p.begin()).sum();
    long left = partitions.stream().mapToLong(Partition::left).sum();
    return all <= 0 ? 100 : 100.0 * (all - left) / all;
  }

  /** Those that have most left, first. */
  List<ReplayedPartition> furthestBehind() {
    return partitions.stream()
        .sorted(
            Comparator.comparingLong(Partition::left)
                .reversed()
                .thenComparingInt(Partition::partition))
        .limit(SHOWN)
        .map(p -> new ReplayedPartition(p.partition(), p.next(), p.end()))
        .toList();
  }
}
