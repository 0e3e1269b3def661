package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;

/**
 * The message decoded last: positions into its bytes, no copies. One instance is filled again and
 * again; that and {@link ByteSpan} make decoding free of allocation.
 */
public final class CanalMessage {
  public Operation operation;
  public final ByteSpan type = new ByteSpan();
  public final ByteSpan database = new ByteSpan();
  public final ByteSpan table = new ByteSpan();
  public final ByteSpan sql = new ByteSpan();

  /** The word true or false. */
  final ByteSpan isDdl = new ByteSpan();

  /** Digits of the commit time in epoch milliseconds, as TiCDC or Canal gives it. */
  public final ByteSpan es = new ByteSpan();

  /** TSO of the transaction; 0 without TiCDC's extension. */
  public long commitTs;

  /** The digits of {@link #commitTs}: copying them is cheaper than making them again. */
  public final ByteSpan commitTsText = new ByteSpan();

  /** Only in a watermark: everything up to this TSO is in the partition; 0 when absent. */
  public long watermarkTs;

  /** The row is cut down to its key: it was too large for a Kafka message. */
  public boolean onlyHandleKey;

  public final ByteSpan claimCheckLocation = new ByteSpan();

  /** The array of {@code pkNames} with its brackets; absent for null. */
  public final ByteSpan keyNames = new ByteSpan();

  public final RowSpans data = new RowSpans();
  public final RowSpans old = new RowSpans();

  void clear() {
    operation = null;
    type.clear();
    database.clear();
    table.clear();
    sql.clear();
    isDdl.clear();
    es.clear();
    commitTs = 0;
    commitTsText.clear();
    watermarkTs = 0;
    onlyHandleKey = false;
    claimCheckLocation.clear();
    keyNames.clear();
    data.clear();
    old.clear();
  }

  boolean isDdl() {
    return isDdl.isPresent() && isDdl.bytes[isDdl.from] == 't';
  }

  public boolean isRowChange() {
    return operation != Operation.DDL && operation != Operation.WATERMARK;
  }

  /** Events in the message: TiCDC sends one row a message, original Canal many. */
  public int events() {
    return operation == Operation.WATERMARK ? 0 : operation == Operation.DDL ? 1 : data.count;
  }
}
