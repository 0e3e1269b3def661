package io.cdcpipeline.operator.search;

/**
 * A closed window of a partition, as its heartbeat describes it: the changes committed after one
 * watermark and up to the next.
 *
 * @param from the watermark that opened it, a TSO; null in the first heartbeat of a reader that
 *     knew none
 * @param to the watermark that closed it, a TSO
 * @param events distinct row changes; null if the consumer cannot count them exactly
 */
record HeartbeatWindow(int partition, Long from, long to, Long events) {
  boolean isVerifiable() {
    return from != null && events != null;
  }

  boolean isEmpty() {
    return from != null && from >= to;
  }
}
