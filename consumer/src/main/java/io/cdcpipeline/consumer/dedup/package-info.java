/** Tells changes that TiCDC replays from new ones. */
package io.cdcpipeline.consumer.dedup;
