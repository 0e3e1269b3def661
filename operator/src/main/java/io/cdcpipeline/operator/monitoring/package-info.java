/** What Prometheus scrapes and alerts on for a pipeline, and what Grafana shows of it. */
package io.cdcpipeline.operator.monitoring;
