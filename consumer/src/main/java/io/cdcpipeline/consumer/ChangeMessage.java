package io.cdcpipeline.consumer;

/**
 * The message decoded last: positions into its bytes, no copies. One instance is filled again and
 * again; that and {@link Span} make decoding free of allocation.
 */
final class ChangeMessage {
  Operation operation;
  final Span type = new Span();
  final Span database = new Span();
  final Span table = new Span();
  final Span sql = new Span();

  /** The word true or false. */
  final Span isDdl = new Span();

  /** Digits of the commit time in epoch milliseconds, as TiCDC or Canal gives it. */
  final Span es = new Span();

  /** TSO of the transaction; 0 without TiCDC's extension. */
  long commitTs;

  /** The digits of {@link #commitTs}: copying them is cheaper than making them again. */
  final Span commitTsText = new Span();

  /** Only in a watermark: everything up to this TSO is in the partition; 0 when absent. */
  long watermarkTs;

  /** The row is cut down to its key: it was too large for a Kafka message. */
  boolean onlyHandleKey;

  final Span claimCheckLocation = new Span();

  /** The array of {@code pkNames} with its brackets; absent for null. */
  final Span keyNames = new Span();

  final Rows data = new Rows();
  final Rows old = new Rows();

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

  boolean isRowChange() {
    return operation != Operation.DDL && operation != Operation.WATERMARK;
  }

  /** Events in the message: TiCDC sends one row a message, original Canal many. */
  int events() {
    return operation == Operation.WATERMARK ? 0 : operation == Operation.DDL ? 1 : data.count;
  }
}
