package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;

/** What a loop works with and what outlives its Kafka client. */
record LoopParts(
    String topic,
    PipelineName pipeline,
    RecordProcessor processor,
    LineWriter writer,
    DeadLetters deadLetters,
    ConsumerMetrics metrics,
    Deduplicator.Budget budget,
    PollBudget pollBudget,
    HealthState health,
    RefusedLogins logins,
    LeaderEpochs leaderEpochs,
    Time time) {}
