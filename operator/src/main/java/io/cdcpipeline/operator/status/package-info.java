/** What stages report, and how it becomes conditions, events and metrics of a pipeline. */
package io.cdcpipeline.operator.status;
