/** What Prometheus scrapes and watches of a pipeline, and what Grafana shows of it. */
package io.cdcpipeline.operator.monitoring;
