package io.cdcpipeline.consumer;

/**
 * Puts events into lines of JSON, the contract with Filebeat and the index: the names of the fields
 * are all here. Rows are copied as TiCDC wrote them unless a column must be redacted.
 */
final class ChangeEventLog {
  private static final byte[] START = Bytes.utf8("{\"@timestamp\":\"");
  private static final byte[] ID = Bytes.utf8("Z\",\"log_type\":\"cdc_event\",\"event_id\":\"");
  private static final byte[] NULL = Bytes.utf8("null");
  private static final byte[] ROW = Bytes.utf8(",\"row\":");
  private static final byte[] ONLY_KEY = Bytes.utf8(",\"only_handle_key\":true");
  private static final byte[] CLAIM_CHECK = Bytes.utf8(",\"claim_check_location\":");
  private static final byte[] DDL_TYPE = Bytes.utf8(",\"ddl_type\":\"");
  private static final byte[] SQL = Bytes.utf8("\",\"sql\":\"");
  private static final byte[] DATA = Bytes.utf8(",\"data\":");
  private static final byte[] OLD = Bytes.utf8(",\"old\":");
  private static final byte[] END = Bytes.utf8("}\n");
  private static final byte[] MASKED = Bytes.utf8("\"***\"");

  /** Room for everything in a line but its names, id and rows. */
  private static final int FIXED = 512;

  private final EventTime time = new EventTime();
  private final RowColumns columns = new RowColumns();
  private final Digests digests;

  ChangeEventLog(Digests digests) {
    this.digests = digests;
  }

  /** The part of the line that is equal for all events of a partition. */
  static byte[] partitionPart(String topic, int partition) {
    String text = ",\"topic\":" + JsonText.quote(topic) + ",\"partition\":" + partition;
    return Bytes.utf8(text + ",\"offset\":");
  }

  void append(
      Bytes out,
      ChangeMessage message,
      byte[] bytes,
      int row,
      Table table,
      EventId id,
      byte[] partitionPart,
      long offset,
      long recordTime) {
    out.reserve(FIXED + id.text.length);
    out.put(START);
    time.put(out, EventTime.millis(message, recordTime));
    out.put(ID);
    out.put(id.text.array, 0, id.text.length);
    out.put(table.lineStart(message.operation));
    appendCommitTs(out, message);
    out.put(partitionPart);
    out.putDecimal(offset);
    if (message.operation == Operation.DDL) {
      appendDdl(out, message);
    } else {
      appendMarks(out, message, row);
      out.put(DATA);
      appendRow(out, bytes, message.data, row, table.redaction());
      out.put(OLD);
      appendRow(out, bytes, message.old, row, table.redaction());
    }
    out.put(END);
  }

  /** As a string: Filebeat would turn a large number into a float. */
  private static void appendCommitTs(Bytes out, ChangeMessage message) {
    if (message.commitTs == 0) {
      out.put(NULL);
      return;
    }
    out.put('"');
    out.put(message.commitTsText);
    out.put('"');
  }

  private static void appendDdl(Bytes out, ChangeMessage message) {
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

  private static void appendMarks(Bytes out, ChangeMessage message, int row) {
    if (message.data.count > 1) {
      out.put(ROW);
      out.putDecimal(row);
    }
    if (message.onlyHandleKey) {
      out.put(ONLY_KEY);
    }
    if (message.claimCheckLocation.isPresent()) {
      out.put(CLAIM_CHECK);
      out.put(JsonText.quote(withoutQuery(message.claimCheckLocation.text())));
    }
  }

  /** Storage URIs carry access keys in their query. */
  private static String withoutQuery(String uri) {
    int query = uri.indexOf('?');
    if (query < 0) {
      return uri;
    }
    int file = uri.lastIndexOf('/');
    return uri.substring(0, query) + (file > query ? uri.substring(file) : "");
  }

  private void appendRow(Bytes out, byte[] bytes, Rows rows, int row, Redaction.Columns redaction) {
    if (!rows.isPresent(row)) {
      out.put(NULL);
    } else if (rows.spaced || !redaction.isEmpty()) {
      appendColumns(out, bytes, rows.from[row], rows.to[row], redaction);
    } else {
      out.put(bytes, rows.from[row], rows.to[row]);
    }
  }

  private void appendColumns(
      Bytes out, byte[] bytes, int from, int to, Redaction.Columns redaction) {
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

  private void appendValue(Bytes out, Span value, Redaction.Method method) {
    if (!value.isPresent()) {
      out.put(NULL);
    } else if (method == null) {
      appendText(out, value);
    } else if (method == Redaction.Method.MASK) {
      out.put(MASKED);
    } else {
      byte[] plain = Bytes.utf8(value.text());
      out.put('"');
      out.putHex(digests.keyed(plain, 0, plain.length));
      out.put('"');
    }
  }

  private static void appendText(Bytes out, Span span) {
    out.put('"');
    out.put(span.bytes, span.from, span.to);
    out.put('"');
  }
}
