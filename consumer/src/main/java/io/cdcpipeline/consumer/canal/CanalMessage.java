package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import java.util.regex.Pattern;

/**
 * A decoded message: positions into its bytes, no copies. One instance is reused for all messages,
 * which together with {@link ByteSpan} makes decoding allocation-free.
 */
public final class CanalMessage {
  private static final byte[] QUERY = ByteWriter.utf8("QUERY");
  private static final Pattern ROW_STATEMENT =
      Pattern.compile("\\s*+(?:insert|update|delete|replace|load)\\b", Pattern.CASE_INSENSITIVE);

  public Operation operation;
  public final ByteSpan type = new ByteSpan();
  public final ByteSpan database = new ByteSpan();
  public final ByteSpan table = new ByteSpan();
  public final ByteSpan sql = new ByteSpan();

  /** The literal {@code true} or {@code false}. */
  final ByteSpan isDdl = new ByteSpan();

  /**
   * Digits of the commit time in epoch milliseconds, as sent by TiCDC or Canal; absent if unknown.
   */
  public final ByteSpan es = new ByteSpan();

  /** Commit TSO of the transaction; 0 without TiCDC's extension. */
  public long commitTs;

  /** The digits of {@link #commitTs}: copying them is cheaper than formatting the number. */
  public final ByteSpan commitTsText = new ByteSpan();

  /** Only in a watermark: the partition has everything up to this TSO; 0 when absent. */
  public long watermarkTs;

  /** Whether the row has only its key, because it was too large for a Kafka message. */
  public boolean onlyHandleKey;

  public final ByteSpan claimCheckLocation = new ByteSpan();

  /** The array {@code pkNames} with its brackets; absent for null. */
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

  /**
   * Whether the message has the text of an INSERT, UPDATE or DELETE where a schema change should
   * be: original Canal forwards it from a binlog in statement format (alibaba/canal#3204). It is no
   * schema change, and which rows it changed is unknown.
   */
  public boolean isRowStatement() {
    return operation == Operation.DDL
        && !isDdl()
        && type.equalTo(QUERY)
        && ROW_STATEMENT.matcher(sql.text()).lookingAt();
  }

  public boolean isRowChange() {
    return operation != Operation.DDL && operation != Operation.WATERMARK;
  }

  /** Events in the message: TiCDC sends one row per message, original Canal many. */
  public int events() {
    return operation == Operation.WATERMARK ? 0 : operation == Operation.DDL ? 1 : data.count;
  }
}
