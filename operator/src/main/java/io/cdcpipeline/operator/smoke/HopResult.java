package io.cdcpipeline.operator.smoke;

/**
 * What became of a hop.
 *
 * @param millis from the commit until it was complete; negative if it never was
 * @param words of the system there, or why there is no result
 */
record HopResult(String hop, String seen, long millis, State state, String words) {
  enum State {
    OK("ok"),
    FAILED("FAILED"),
    SKIPPED("skipped"),
    NOT_REACHED("not reached");

    private final String label;

    State(String label) {
      this.label = label;
    }
  }

  static HopResult ok(String hop, String seen, long millis) {
    return new HopResult(hop, seen, millis, State.OK, "");
  }

  static HopResult failed(String hop, String seen, String words) {
    return new HopResult(hop, seen, -1, State.FAILED, words);
  }

  static HopResult skipped(String hop, String why) {
    return new HopResult(hop, "-", -1, State.SKIPPED, why);
  }

  static HopResult notReached(String hop, String because) {
    return new HopResult(hop, "-", -1, State.NOT_REACHED, because);
  }

  boolean failed() {
    return state == State.FAILED;
  }

  /** A line of the table; words of other systems stay on it. */
  String row() {
    var end = words.isEmpty() ? state.label : state.label + ": " + words;
    var after = millis < 0 ? "-" : millis + " ms";
    return "%-34s %-26s %9s  %s".formatted(hop, seen, after, end.replaceAll("\\p{Cntrl}+", " "));
  }

  static String header() {
    return "%-34s %-26s %9s  %s".formatted("HOP", "FOUND", "AFTER", "RESULT");
  }
}
