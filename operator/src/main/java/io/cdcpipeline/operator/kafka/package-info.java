/** What carries the changes: Kafka by Strimzi, or topics in an existing Kafka. */
package io.cdcpipeline.operator.kafka;
