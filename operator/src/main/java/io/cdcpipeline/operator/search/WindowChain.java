package io.cdcpipeline.operator.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The windows of one partition, each beginning where the one before it ended; pure.
 *
 * @param began where it began; nothing is known of what was committed before
 * @param read the watermark up to which windows are known, or given up
 * @param verifiable the windows whose changes can be compared
 * @param unverifiable the end of each window that cannot be compared; a gap counts as one
 */
record WindowChain(
    long began, long read, List<HeartbeatWindow> verifiable, List<Long> unverifiable) {

  /**
   * Continues a chain.
   *
   * @param read how far it has come; null at its beginning
   * @param start where it begins: of windows that began before, nothing is known
   * @param found heartbeats in any order; those of the past and duplicates are ignored
   * @param patience a gap is waited for until a window after it has ended before this TSO:
   *     heartbeats of another node may arrive later
   */
  static WindowChain follow(
      Long read, long start, Collection<HeartbeatWindow> found, long patience) {
    var builder = new Builder(read == null ? start : read, read == null, found);
    while (builder.next(patience)) {
      // each step appends one window or one gap
    }
    return new WindowChain(builder.began, builder.at, builder.verifiable, builder.unverifiable);
  }

  private static final class Builder {
    private final List<HeartbeatWindow> verifiable = new ArrayList<>();
    private final List<Long> unverifiable = new ArrayList<>();
    private final Map<Long, HeartbeatWindow> successors = new HashMap<>();
    private final List<HeartbeatWindow> found;
    private boolean begins;
    private long began;
    private long at;

    Builder(long at, boolean begins, Collection<HeartbeatWindow> found) {
      this.at = at;
      this.began = at;
      this.begins = begins;
      this.found =
          found.stream()
              .filter(window -> !window.isEmpty())
              .sorted(Comparator.comparingLong(HeartbeatWindow::to))
              .toList();
      this.found.stream()
          .filter(window -> window.from() != null)
          .forEach(window -> successors.putIfAbsent(window.from(), window));
    }

    boolean next(long patience) {
      var next = successors.get(at);
      if (next != null) {
        append(next);
        return true;
      }
      var later = later().filter(window -> begins || window.to() <= patience);
      later.ifPresent(this::skipTo);
      return later.isPresent();
    }

    private void append(HeartbeatWindow window) {
      if (window.isVerifiable()) {
        verifiable.add(window);
      } else {
        unverifiable.add(window.to());
      }
      begins = false;
      at = window.to();
    }

    private Optional<HeartbeatWindow> later() {
      return found.stream().filter(window -> window.to() > at).findFirst();
    }

    /** Either only the gap before the window, or the window with it, if they overlap. */
    private void skipTo(HeartbeatWindow window) {
      boolean separate = window.from() != null && window.from() > at;
      long end = separate ? window.from() : window.to();
      boolean expected = begins && window.from() != null;
      if (!expected) {
        unverifiable.add(end);
      }
      began = begins ? end : began;
      begins = false;
      at = end;
    }
  }
}
