package io.cdcpipeline.consumer;

import java.io.IOException;
import java.io.OutputStream;

/** A standard output whose reader is gone. */
public final class BrokenPipe extends OutputStream {
  @Override
  public void write(int b) throws IOException {
    throw new IOException("Broken pipe");
  }
}
