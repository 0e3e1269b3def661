package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What TiCDC keeps of one changefeed; written to a file when the server has a directory. */
final class StoredChangefeed {
  public String id = "";
  public String sinkUri = "";
  public ObjectNode config = ReplicaConfigs.JSON.createObjectNode();
  public long startTs;
  public long targetTs;
  public long checkpointTs;
  public long createdMillis;
  public String state = "normal";
  public String errorCode = "";
  public String errorText = "";

  /** When the changefeed was paused; the state shows it a moment later. */
  public long stoppedMillis;

  /** When the present trouble began, 0 while there is none. */
  public long errorSinceMillis;

  /** Whether the engine accepted the last start. */
  public boolean started;

  boolean running() {
    return state.equals("normal") || state.equals("warning") || state.equals("pending");
  }

  void error(TicdcError error) {
    errorCode = error.code();
    errorText = error.getMessage();
  }

  void healthy() {
    errorCode = "";
    errorText = "";
    errorSinceMillis = 0;
  }
}
