package io.cdcpipeline.testkit.ticdc;

/** The two servers behind one Open API: which one runs is decided by server configuration. */
public enum Architecture {
  NEW,
  CLASSIC
}
