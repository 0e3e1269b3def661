/** The consumer's metrics and their Prometheus names. */
package io.cdcpipeline.consumer.metrics;
