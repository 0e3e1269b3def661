package io.cdcpipeline.operator.monitoring;

/**
 * Expressions for what counters counted, also across the death of a consumer, the first scrape of a
 * series, a gap in the scrapes, and on a new Prometheus. increase() loses what was there at the
 * first scrape and extrapolates the rest.
 *
 * @param selector labels of the counters, which have the label pod
 * @param process labels of process_start_time_seconds of the same pods
 */
record Counters(String selector, String process) {
  /** Those of a pipeline's consumers. */
  static final Counters CONSUMERS = new Counters("%{pipeline}", "%{pipeline}");

  /** The interval of the consumer's monitor: at most one scrape falls into a step. */
  private static final String COUNTED =
      """
      round(sum by (%{label}) (
      last_over_time(%{counter}[1h])
      - (last_over_time(%{counter}[1h] offset 1h)
      or (%{first} and on (pod) min_over_time(%{process}[1h]) <= time() - 3600)
      or 0 * last_over_time(%{counter}[1h]))
      + (%{earlier} or 0 * last_over_time(%{counter}[1h]))))\
      """;

  /** The first sample of a process that nobody scraped before: what it counted until then. */
  private static final String FIRST =
      """
      sum_over_time((%{counter}
      unless last_over_time(%{counter}[2h] offset 15s)
      unless on (pod) last_over_time(%{process}[2h] offset 15s))[1h:15s])\
      """;

  /** The last samples of processes whose place another one has taken. */
  private static final String EARLIER =
      """
      sum_over_time((last_over_time(%{counter}[2h] offset 15s)
      and %{started} > last_over_time(%{started}[2h:15s] offset 15s))[1h:15s])\
      """;

  /** When the process that exports a series started, on each of its series. */
  private static final String STARTED =
      "(0 * %{counter} + on (pod) group_left max by (pod) (%{process}))";

  /** Also counts what a series of a known or young process had at its first scrape. */
  private static final String RATE =
      """
      sum by (%{label}) (
      ((%{counter} unless last_over_time(%{counter}[$__rate_interval] offset $__rate_interval))
      and on (pod) (last_over_time(%{process}[$__rate_interval] offset $__rate_interval)
      or %{process} > time() - $__rate_interval_ms / 1000))
      / ($__rate_interval_ms / 1000)
      or rate(%{counter}[$__rate_interval]))\
      """;

  /**
   * How much it counted within the last hour, exactly, as far as it was scraped.
   *
   * @param label of the result
   */
  String lastHour(String counter, String label) {
    return fill(COUNTED.replace("%{first}", FIRST).replace("%{earlier}", EARLIER), counter, label);
  }

  /**
   * How much it counts per second.
   *
   * @param labels of the result, separated by commas
   */
  String perSecond(String counter, String labels) {
    return fill(RATE, counter, labels);
  }

  private String fill(String expression, String counter, String label) {
    return expression
        .replace("%{started}", STARTED)
        .replace("%{process}", "process_start_time_seconds{" + process + "}")
        .replace("%{counter}", counter + "{" + selector + "}")
        .replace("%{label}", label);
  }
}
