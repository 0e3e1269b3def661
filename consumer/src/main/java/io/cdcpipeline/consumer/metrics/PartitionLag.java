package io.cdcpipeline.consumer.metrics;

/** How far the consumer is behind on one assigned partition; read by scrapes on other threads. */
public interface PartitionLag {
  String topic();

  int partition();

  /** Records between this consumer and the end of the partition; negative while unknown. */
  long lag();
}
