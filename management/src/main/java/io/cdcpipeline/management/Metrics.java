package io.cdcpipeline.management;

/** What a scrape gets. */
@FunctionalInterface
public interface Metrics {
  /**
   * All metrics in a format of Prometheus.
   *
   * @param accept the request's header; "" without one
   */
  Exposition scrape(String accept);

  /**
   * The metrics as text.
   *
   * @param contentType Prometheus 3 takes a response without one for a failed scrape
   */
  record Exposition(String contentType, String body) {}
}
