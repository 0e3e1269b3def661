package io.cdcpipeline.local.shipper;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One whole line that a container wrote to its standard output.
 *
 * @param offset where it begins in its file, in bytes
 * @param writtenAt the container runtime's time, or the time of reading where the file has none
 */
record LogEntry(Path file, long offset, Instant writtenAt, String text) {}
