package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonStrings;

/**
 * Formats the marks among the lines of a replay. A replay's other lines have ids that are perhaps
 * indexed already, so finding those proves nothing; the id of a mark is of this process alone. To
 * Filebeat it is a heartbeat, but it has neither partition nor watermark, so that whoever reads
 * heartbeats does not see it.
 */
public final class ReplayMarkLog {
  private static final byte[] START = ByteWriter.utf8("{\"@timestamp\":\"");
  private static final byte[] ID =
      ByteWriter.utf8("Z\",\"log_type\":\"cdc_heartbeat\",\"event_id\":\"");
  private static final byte[] END = ByteWriter.utf8("\"}\n");

  private final EventTime time = new EventTime();
  private final byte[] id;
  private final byte[] beforeMark;

  /**
   * Creates the parts that are the same for all marks.
   *
   * @param replay the id of this process: letters, digits and dashes
   */
  public ReplayMarkLog(PipelineName pipeline, String topic, String replay) {
    id = ByteWriter.utf8(replay + "@");
    beforeMark =
        ByteWriter.utf8(
            "/REPLAY\","
                + pipeline.fields()
                + "\"topic\":"
                + JsonStrings.quote(topic)
                + ",\"mark\":");
  }

  /**
   * Appends a line.
   *
   * @param proof what only a reader of this line can know
   * @param now when the line is written, in epoch milliseconds
   */
  public void append(ByteWriter out, int mark, String proof, long now) {
    out.put(START);
    time.put(out, now);
    out.put(ID);
    out.put(id);
    out.putDecimal(mark);
    out.put(beforeMark);
    out.putDecimal(mark);
    out.put(",\"proof\":\"");
    out.put(proof);
    out.put(END);
  }
}
