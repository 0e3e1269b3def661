/** One change as an event: its deterministic id, redaction and JSON line. */
package io.cdcpipeline.consumer.event;
