package io.cdcpipeline.operator.changefeed;

/**
 * Where {@link ChangefeedState} is kept; written before TiCDC is told, so that nothing is done
 * twice.
 */
interface MemoryStore {
  ChangefeedState read();

  void write(ChangefeedState memory);
}
