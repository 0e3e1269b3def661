package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.RowColumns;
import io.cdcpipeline.consumer.dedup.Hash64;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonScanner;

/**
 * The deterministic id of one event, so that a replay overwrites its document instead of adding
 * one: {@code <database>.<table>/<key>@<commitTs>/<TYPE>} (README, "Guarantees"). One instance is
 * reused for all events.
 */
public final class EventId {
  /** Elasticsearch accepts ids of up to 512 bytes; beyond this limit the id becomes its hash. */
  static final int MAX_BYTES = 256;

  final ByteWriter text = new ByteWriter(512);

  private boolean ofWholeRow;
  private final Digests digests;
  private final RowColumns columns = new RowColumns();
  private final JsonScanner names = new JsonScanner();
  private final ByteSpan name = new ByteSpan();
  private final RowDigestInput digestInput = new RowDigestInput();

  public EventId(Digests digests) {
    this.digests = digests;
  }

  /** Builds the id from the row's true values; this one decides what is a duplicate. */
  public void fromRow(CanalMessage message, byte[] bytes, int row, TableEntry table) {
    build(message, bytes, row, table, Redaction.Columns.NONE);
  }

  /**
   * Builds the id with redacted values replaced by their keyed hash. Returns false when there is no
   * key to hash with; use the record's position then.
   */
  public boolean fromRedactedRow(CanalMessage message, byte[] bytes, int row, TableEntry table) {
    return build(message, bytes, row, table, table.redaction());
  }

  /**
   * Whether the last row had no usable key: two equal rows of one transaction share an id, so that
   * distinct ids are not distinct changes.
   */
  public boolean isOfWholeRow() {
    return ofWholeRow;
  }

  public void fromDdl(CanalMessage message, TableEntry table) {
    text.clear();
    text.put(table.idPrefix());
    byte[] sql = ByteWriter.utf8(message.sql.text());
    text.putHex(digests.plain(sql, 0, sql.length));
    finish(message);
  }

  /** Builds the id of a message without TiCDC's extension, which has no commitTs. */
  public void fromPosition(
      String topic, int partition, long offset, CanalMessage message, int row) {
    text.clear();
    text.put(topic);
    text.put('-');
    text.putDecimal(partition);
    text.put('-');
    text.putDecimal(offset);
    if (message.events() > 1) {
      text.put('/'); // not allowed in topic names: row 5 of t-0-0 is not offset 5 of topic t-0
      text.putDecimal(row);
    }
  }

  private boolean build(
      CanalMessage message, byte[] bytes, int row, TableEntry table, Redaction.Columns redacted) {
    text.clear();
    text.put(table.idPrefix());
    int key = text.length;
    ofWholeRow = !appendKey(message, bytes, row, redacted);
    if (ofWholeRow) {
      text.length = key;
      if (!redacted.isEmpty() && !digests.hasKey()) {
        return false;
      }
      ByteWriter whole = digestInput.of(message, bytes, row);
      text.putHex(
          redacted.isEmpty()
              ? digests.plain(whole.array, 0, whole.length)
              : digests.keyed(whole.array, 0, whole.length));
    }
    finish(message);
    return true;
  }

  /** Appends the values of the key columns; false when the row has no usable key. */
  private boolean appendKey(
      CanalMessage message, byte[] bytes, int row, Redaction.Columns redacted) {
    if (!message.keyNames.isPresent()) {
      return false;
    }
    names.reset(bytes, message.keyNames.from, message.keyNames.to);
    names.expect('[');
    do {
      names.stringOrNull(name, "a name in pkNames");
      columns.start(bytes, message.data.from[row], message.data.to[row]);
      // A column selector may have left out a key column: the whole row is hashed then.
      if (!columns.find(name) || !appendKeyValue(redacted)) {
        return false;
      }
      text.put(',');
    } while (names.take(','));
    text.length--;
    return true;
  }

  private boolean appendKeyValue(Redaction.Columns redacted) {
    ByteSpan value = columns.value;
    if (!value.isPresent()) {
      text.put(EventIdEscaping.NULL);
    } else if (redacted.method(columns.name) == null) {
      EventIdEscaping.appendKey(text, value.bytes, value.from, value.to);
    } else if (digests.hasKey()) {
      byte[] plain = ByteWriter.utf8(value.text());
      text.putHex(digests.keyed(plain, 0, plain.length));
    } else {
      return false;
    }
    return true;
  }

  private void finish(CanalMessage message) {
    text.put('@');
    text.put(message.commitTsText);
    text.put('/');
    text.put(message.type.bytes, message.type.from, message.type.to);
  }

  /** Replaces an id that is too long for an index with its SHA-256. */
  public void shorten() {
    if (text.length > MAX_BYTES) {
      byte[] digest = digests.plain(text.array, 0, text.length);
      text.clear();
      text.putHex(digest);
    }
  }

  /** What the deduplicator stores in place of the id. */
  public long hash() {
    return Hash64.of(text.array, text.length);
  }
}
