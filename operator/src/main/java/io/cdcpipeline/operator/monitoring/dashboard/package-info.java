/** A small builder of Grafana dashboards in the classic model (schemaVersion 42). */
package io.cdcpipeline.operator.monitoring.dashboard;
