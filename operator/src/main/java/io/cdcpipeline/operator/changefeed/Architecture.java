package io.cdcpipeline.operator.changefeed;

/**
 * The two TiCDC servers behind one Open API; the server's configuration decides which runs, not its
 * version. They differ in what a long pause does.
 */
public enum Architecture {
  /** pingcap/ticdc with newarch: a paused changefeed holds TiDB's garbage collection back. */
  NEW,
  /** pingcap/tiflow: a changefeed behind by more than gc-ttl fails and cannot go on. */
  CLASSIC
}
