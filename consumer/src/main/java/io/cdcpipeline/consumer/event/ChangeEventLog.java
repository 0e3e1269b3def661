package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.canal.RowColumns;
import io.cdcpipeline.consumer.canal.RowSpans;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonStrings;

/**
 * Formats events as lines of JSON, the contract with Filebeat and the index: all field names are
 * here. Rows are copied as TiCDC wrote them unless a column must be redacted.
 */
public final class ChangeEventLog {
  private static final byte[] START = ByteWriter.utf8("{\"@timestamp\":\"");
  private static final byte[] ID =
      ByteWriter.utf8("Z\",\"log_type\":\"cdc_event\",\"event_id\":\"");
  private static final byte[] NULL = ByteWriter.utf8("null");
  private static final byte[] ROW = ByteWriter.utf8(",\"row\":");
  private static final byte[] ONLY_KEY = ByteWriter.utf8(",\"only_handle_key\":true");
  private static final byte[] CLAIM_CHECK = ByteWriter.utf8(",\"claim_check_location\":");
  private static final byte[] DDL_TYPE = ByteWriter.utf8(",\"ddl_type\":\"");
  private static final byte[] SQL = ByteWriter.utf8("\",\"sql\":\"");
  private static final byte[] DATA = ByteWriter.utf8(",\"data\":");
  private static final byte[] OLD = ByteWriter.utf8(",\"old\":");
  private static final byte[] END = ByteWriter.utf8("}\n");
  private static final byte[] MASKED = ByteWriter.utf8("\"***\"");

  /** Room for everything in a line except its names, id and rows. */
  private static final int FIXED_BYTES = 512;

  private final EventTime time = new EventTime();
  private final RowColumns columns = new RowColumns();
  private final Digests digests;

  public ChangeEventLog(Digests digests) {
    this.digests = digests;
  }

  public void append(
      ByteWriter out,
      CanalMessage message,
      byte[] bytes,
      int row,
      TableEntry table,
      EventId id,
      PartitionText partition,
      long offset,
      long recordTime) {
    // All at once: a large line that grew step by step would be copied at each.
    out.reserve(
        FIXED_BYTES
            + id.text.length
            + message.sql.length()
            + message.data.length(row)
            + message.old.length(row));
    out.put(START);
    time.put(out, EventTime.millis(message, recordTime));
    out.put(ID);
    out.put(id.text.array, 0, id.text.length);
    out.put(table.lineFragment(message.operation));
    appendCommitTs(out, message);
    out.put(partition.beforeOffset);
    out.putDecimal(offset);
    if (message.operation == Operation.DDL) {
      appendDdl(out, message);
    } else {
      appendOptionalFields(out, message, row);
      out.put(DATA);
      appendRow(out, bytes, message.data, row, table.redaction());
      out.put(OLD);
      appendRow(out, bytes, message.old, row, table.redaction());
    }
    out.put(END);
  }

  /** As a string: Filebeat would convert a large number to a float. */
  private static void appendCommitTs(ByteWriter out, CanalMessage message) {
    if (message.commitTs == 0) {
      out.put(NULL);
      return;
    }
    out.put('"');
    out.put(message.commitTsText);
    out.put('"');
  }

  private static void appendDdl(ByteWriter out, CanalMessage message) {
    out.put(DDL_TYPE);
    out.put(message.type.bytes, message.type.from, message.type.to);
    out.put(SQL);
    if (message.sql.isPresent()) {
      out.put(message.sql.bytes, message.sql.from, message.sql.to);
    }
    out.put('"');
    out.put(DATA);
    out.put(NULL);
    out.put(OLD);
    out.put(NULL);
  }

  private static void appendOptionalFields(ByteWriter out, CanalMessage message, int row) {
    if (message.data.count > 1) {
      out.put(ROW);
      out.putDecimal(row);
    }
    if (message.onlyHandleKey) {
      out.put(ONLY_KEY);
    }
    if (message.claimCheckLocation.isPresent()) {
      out.put(CLAIM_CHECK);
      out.put(JsonStrings.quote(withoutQuery(message.claimCheckLocation.text())));
    }
  }

  /** Storage URIs may carry access keys in their query. */
  private static String withoutQuery(String uri) {
    int query = uri.indexOf('?');
    if (query < 0) {
      return uri;
    }
    int file = uri.lastIndexOf('/');
    return uri.substring(0, query) + (file > query ? uri.substring(file) : "");
  }

  private void appendRow(
      ByteWriter out, byte[] bytes, RowSpans rows, int row, Redaction.Columns redaction) {
    if (!rows.isPresent(row)) {
      out.put(NULL);
    } else if (rows.hasWhitespace || !redaction.isEmpty()) {
      appendColumns(out, bytes, rows.from[row], rows.to[row], redaction);
    } else {
      out.put(bytes, rows.from[row], rows.to[row]);
    }
  }

  private void appendColumns(
      ByteWriter out, byte[] bytes, int from, int to, Redaction.Columns redaction) {
    columns.start(bytes, from, to);
    char separator = '{';
    while (columns.next()) {
      Redaction.Method method = redaction.method(columns.name);
      if (method == Redaction.Method.DROP) {
        continue;
      }
      out.put(separator);
      separator = ',';
      appendText(out, columns.name);
      out.put(':');
      appendValue(out, columns.value, method);
    }
    if (separator == '{') {
      out.put('{');
    }
    out.put('}');
  }

  private void appendValue(ByteWriter out, ByteSpan value, Redaction.Method method) {
    if (!value.isPresent()) {
      out.put(NULL);
    } else if (method == null) {
      appendText(out, value);
    } else if (method == Redaction.Method.MASK) {
      out.put(MASKED);
    } else {
      byte[] plain = ByteWriter.utf8(value.text());
      out.put('"');
      out.putHex(digests.keyed(plain, 0, plain.length));
      out.put('"');
    }
  }

  private static void appendText(ByteWriter out, ByteSpan span) {
    out.put('"');
    out.put(span.bytes, span.from, span.to);
    out.put('"');
  }
}
