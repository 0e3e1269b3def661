/**
 * Consumes TiCDC's Canal-JSON from Kafka: the loop polls, processes each record and commits its
 * offset once its lines are written.
 */
package io.cdcpipeline.consumer;
