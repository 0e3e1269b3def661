package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonStrings;

/** The parts of a line that are the same for all lines of a partition. */
public final class PartitionText {
  /** {@code ,"namespace":"…","pipeline":"…","topic":"cdc-orders","partition":0,"offset":}. */
  final byte[] beforeOffset;

  /** {@code cdc-orders-0@}: no event's id has an @ before its first slash. */
  final byte[] heartbeatId;

  /** Like {@link #beforeOffset}, but followed by the watermark. */
  final byte[] beforeWatermark;

  public PartitionText(PipelineName pipeline, String topic, int partition) {
    String origin =
        ","
            + pipeline.fields()
            + "\"topic\":"
            + JsonStrings.quote(topic)
            + ",\"partition\":"
            + partition;
    beforeOffset = ByteWriter.utf8(origin + ",\"offset\":");
    heartbeatId = ByteWriter.utf8(topic + "-" + partition + "@");
    beforeWatermark = ByteWriter.utf8("/HEARTBEAT\"" + origin + ",\"watermark\":\"");
  }
}
