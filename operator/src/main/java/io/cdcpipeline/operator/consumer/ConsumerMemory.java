package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of one consumer in MiB, by the largest message and the partitions it reads. Kafka's
 * client receives a message whole and may buffer one of each partition; three more are in memory
 * while one is processed.
 */
record ConsumerMemory(int messageBytes, int partitions) {
  /** What the image sets in consumer/jvm.options: a quarter of MaxRAM. */
  static final int IMAGE_HEAP = 128;

  /** The Deployment's limit unless messages need more. */
  private static final int LEAST_LIMIT = 384;

  private static final int LIMIT_ABOVE_REQUEST = 128;
  private static final int HEAP_WITHOUT_MESSAGES = 48;
  private static final int MESSAGES_IN_WORK = 3;

  /** MaxDirectMemorySize in consumer/jvm.options, and what the JVM itself takes. */
  private static final int OUTSIDE_HEAP = 48 + 110;

  private static final long MEBIBYTE = 1024 * 1024;
  private static final String MEMORY = "memory";

  /** Partitions are counted as if one consumer were away, so that it does not take others along. */
  static ConsumerMemory of(CdcPipelineSpec spec) {
    int consumers = Math.max(1, spec.consumer().replicas() - 1);
    int partitions = (spec.kafka().topic().partitions() + consumers - 1) / consumers;
    return new ConsumerMemory(spec.changefeed().maxMessageBytes(), partitions);
  }

  /** One pod reads all partitions. */
  static ConsumerMemory ofReplay(CdcPipelineSpec spec) {
    return new ConsumerMemory(
        spec.changefeed().maxMessageBytes(), spec.kafka().topic().partitions());
  }

  /** The largest size of the heap. */
  int heap() {
    return Math.max(IMAGE_HEAP, neededHeap());
  }

  /** What the spec gives, or what the messages need. */
  Resources resources(Resources given) {
    if (given != null) {
      return given;
    }
    int limit = Math.max(LEAST_LIMIT, heap() + OUTSIDE_HEAP);
    return new Resources(
        Map.of("cpu", new Quantity("100m"), MEMORY, mebibytes(limit - LIMIT_ABOVE_REQUEST)),
        Map.of(MEMORY, mebibytes(limit)));
  }

  /** Says that the given limit is too low for the messages; empty if it suffices. */
  Optional<String> shortage(Resources given) {
    var limit = given == null || given.limits() == null ? null : given.limits().get(MEMORY);
    int needed = neededHeap() + OUTSIDE_HEAP;
    boolean sufficient =
        limit == null
            || Quantity.getAmountInBytes(limit).compareTo(BigDecimal.valueOf(needed * MEBIBYTE))
                >= 0;
    return sufficient
        ? Optional.empty()
        : Optional.of(
            ("spec.consumer.resources.limits.memory is %s, but messages of up to %d bytes"
                    + " (spec.changefeed.maxMessageBytes) in up to %d partitions need %s: raise it,"
                    + " remove it, lower maxMessageBytes, or raise spec.consumer.replicas")
                .formatted(limit, messageBytes, partitions, mebibytes(needed)));
  }

  private int neededHeap() {
    long messages = (long) messageBytes * (partitions + MESSAGES_IN_WORK);
    return HEAP_WITHOUT_MESSAGES + Math.toIntExact((messages + MEBIBYTE - 1) / MEBIBYTE);
  }

  private static Quantity mebibytes(int amount) {
    return new Quantity(amount + "Mi");
  }
}
