package io.cdcpipeline.testkit.ticdc;

/** The two server architectures behind one Open API; TiCDC's configuration selects one. */
public enum Architecture {
  NEW,
  CLASSIC
}
