package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What TiCDC stores of one changefeed; written to a file if the server has a directory. */
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

  /** When the changefeed was paused; the reported state follows a moment later. */
  public long stoppedMillis;

  /** When the current error began; 0 if there is none. */
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
