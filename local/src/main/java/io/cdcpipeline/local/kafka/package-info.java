/** A real Kafka broker (KRaft) in its own JVM, in place of one that Strimzi runs. */
package io.cdcpipeline.local.kafka;
