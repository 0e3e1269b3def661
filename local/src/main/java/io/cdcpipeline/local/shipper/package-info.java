/** Stands in for Filebeat: ships the consumer's JSON lines to Elasticsearch, each exactly once. */
package io.cdcpipeline.local.shipper;
