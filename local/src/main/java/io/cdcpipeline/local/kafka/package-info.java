/** A real Kafka broker (KRaft) in a JVM of its own, in the place of one that Strimzi runs. */
package io.cdcpipeline.local.kafka;
