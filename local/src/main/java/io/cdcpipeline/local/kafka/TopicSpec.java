package io.cdcpipeline.local.kafka;

import java.util.Map;

/** What a Strimzi KafkaTopic asks for. */
public record TopicSpec(String name, int partitions, int replicas, Map<String, String> config) {}
