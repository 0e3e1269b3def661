/**
 * Stands in for Filebeat: ships the consumer's JSON lines to Elasticsearch, one document per event.
 */
package io.cdcpipeline.local.shipper;
