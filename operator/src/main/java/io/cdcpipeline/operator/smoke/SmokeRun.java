package io.cdcpipeline.operator.smoke;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Changes rows once, and follows them. */
final class SmokeRun {
  private final Rows rows;
  private final List<Hop> hops;
  private final HopWatch watch;
  private final PrintStream out;
  private final List<HopResult> results = new ArrayList<>();

  /** What is known without a look. */
  private final Map<Hop, HopResult> early = new HashMap<>();

  /** Whose rows change. */
  interface Rows extends AutoCloseable {
    /** Logs in and creates the table. */
    void open();

    /** Commits the changes, and says what they are. */
    String change();

    /** Leaves nothing behind. */
    @Override
    void close();
  }

  SmokeRun(Rows rows, List<Hop> hops, HopWatch watch, PrintStream out) {
    this.rows = rows;
    this.hops = hops;
    this.watch = watch;
    this.out = out;
  }

  /** Prints a row for each hop as it is known; whether none failed. */
  boolean run() {
    out.println(HopResult.header());
    try {
      if (ready("SQL", rows::open) && hops.stream().allMatch(this::takesNote)) {
        follow();
      } else {
        notReached("nothing was changed");
      }
    } finally {
      hops.forEach(Hop::close);
      ready("drop the table", rows::close);
    }
    return results.stream().noneMatch(HopResult::failed);
  }

  /** False if there is no use in a change, because nothing would follow it. */
  private boolean takesNote(Hop hop) {
    if (hop.absent().isPresent()) {
      return true;
    }
    try {
      hop.before();
      return true;
    } catch (RuntimeException e) {
      early.put(hop, HopResult.failed(hop.name(), "-", Words.of(e)));
      if (hop.passesEverything()) {
        add(early.get(hop));
      }
      return !hop.passesEverything();
    }
  }

  private boolean ready(String step, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RuntimeException e) {
      add(HopResult.failed(step, "-", Words.of(e)));
      return false;
    }
  }

  private void follow() {
    long began = watch.nanos().getAsLong();
    String changes;
    try {
      changes = rows.change();
    } catch (RuntimeException e) {
      add(HopResult.failed("SQL commit", "-", Words.of(e)));
      notReached("nothing was committed");
      return;
    }
    long committed = watch.nanos().getAsLong();
    add(HopResult.ok("SQL commit", changes, TimeUnit.NANOSECONDS.toMillis(committed - began)));
    Optional<String> blocked = Optional.empty();
    for (var hop : hops) {
      if (blocked.isPresent() && early.get(hop) == null && hop.absent().isEmpty()) {
        early.put(hop, HopResult.notReached(hop.kind(), blocked.get()));
      }
      var result = result(hop, committed);
      add(result);
      if (result.failed() && hop.passesEverything() && blocked.isEmpty()) {
        blocked = Optional.of(hop.name() + " does not have it");
      }
    }
  }

  private void notReached(String because) {
    hops.stream()
        .filter(hop -> !early.containsKey(hop))
        .forEach(hop -> add(HopResult.notReached(hop.kind(), because)));
  }

  private HopResult result(Hop hop, long committed) {
    if (hop.absent().isPresent()) {
      return HopResult.skipped(hop.name(), hop.absent().get());
    }
    return early.containsKey(hop) ? early.get(hop) : watch.watch(hop, committed);
  }

  /** What is said of many of a kind is said once. */
  private void add(HopResult result) {
    if (!results.contains(result)) {
      results.add(result);
      out.println(result.row());
    }
  }
}
