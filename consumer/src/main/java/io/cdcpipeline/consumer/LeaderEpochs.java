package io.cdcpipeline.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers for partitions' current leader epochs, which a consumer keeps to itself. */
@FunctionalInterface
interface LeaderEpochs {
  String TIMEOUT_MILLIS = "5000";

  /** The current epochs, without those of partitions that have no leader or do not answer. */
  Map<TopicPartition, Integer> current(Set<TopicPartition> partitions);

  /** Connects for each question: one is asked only when a partition has no valid position. */
  static LeaderEpochs withAdmin(Map<String, String> properties) {
    Map<String, Object> known = new HashMap<>(properties);
    known.keySet().retainAll(AdminClientConfig.configNames());
    known.put("request.timeout.ms", TIMEOUT_MILLIS);
    known.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    return partitions -> {
      try (Admin admin = Admin.create(known)) {
        return current(admin, partitions);
      }
    };
  }

  private static Map<TopicPartition, Integer> current(Admin admin, Set<TopicPartition> partitions) {
    ListOffsetsResult ends =
        admin.listOffsets(
            partitions.stream().collect(Collectors.toMap(tp -> tp, tp -> OffsetSpec.latest())));
    Map<TopicPartition, Integer> epochs = new HashMap<>();
    for (TopicPartition tp : partitions) {
      try {
        ends.partitionResult(tp).get().leaderEpoch().ifPresent(epoch -> epochs.put(tp, epoch));
      } catch (ExecutionException unknown) {
        // no leader, or no answer in time
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return epochs;
      }
    }
    return epochs;
  }
}
