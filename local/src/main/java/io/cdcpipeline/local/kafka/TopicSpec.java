package io.cdcpipeline.local.kafka;

import java.util.Map;

/** The spec of a Strimzi KafkaTopic. */
public record TopicSpec(String name, int partitions, int replicas, Map<String, String> config) {}
