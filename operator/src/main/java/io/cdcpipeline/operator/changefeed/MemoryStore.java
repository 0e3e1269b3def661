package io.cdcpipeline.operator.changefeed;

/** Where {@link Memory} is kept; written before TiCDC is told, so that nothing is done twice. */
interface MemoryStore {
  Memory read();

  void write(Memory memory);
}
