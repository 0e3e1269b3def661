/** Scans and writes JSON in byte arrays without creating objects. */
package io.cdcpipeline.consumer.json;
