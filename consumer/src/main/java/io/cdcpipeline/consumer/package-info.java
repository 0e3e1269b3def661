/** Reads Canal-JSON from Kafka, counts every change once and writes one JSON line an event. */
package io.cdcpipeline.consumer;
