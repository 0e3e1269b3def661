package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.RowColumns;
import io.cdcpipeline.consumer.dedup.Hash64;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonScanner;

/**
 * The deterministic name of one event, which makes every replay the same document: {@code
 * <database>.<table>/<key>@<commitTs>/<TYPE>} (design §4.4). One instance is filled again and
 * again.
 */
public final class EventId {
  /** Elasticsearch takes ids up to 512 bytes; past this one the id is a hash of itself. */
  static final int LONGEST = 256;

  final ByteWriter text = new ByteWriter(512);

  private final Digests digests;
  private final RowColumns columns = new RowColumns();
  private final JsonScanner names = new JsonScanner();
  private final ByteSpan name = new ByteSpan();
  private final RowDigestInput image = new RowDigestInput();

  public EventId(Digests digests) {
    this.digests = digests;
  }

  /** Names the row with its true values; the result decides what is a duplicate. */
  public void ofRow(CanalMessage message, byte[] bytes, int row, TableEntry table) {
    build(message, bytes, row, table, Redaction.Columns.NONE);
  }

  /**
   * Names the row without values that must not leave: they are replaced by their keyed hash.
   * Returns false when there is no key to hash with; the record's position has to do then.
   */
  public boolean ofRedactedRow(CanalMessage message, byte[] bytes, int row, TableEntry table) {
    return build(message, bytes, row, table, table.redaction());
  }

  public void ofDdl(CanalMessage message, TableEntry table) {
    text.clear();
    text.put(table.idPrefix());
    byte[] sql = ByteWriter.utf8(message.sql.text());
    text.putHex(digests.plain(sql, 0, sql.length));
    finish(message);
  }

  /** For a message without TiCDC's extension, which has no commitTs. */
  public void ofPosition(String topic, int partition, long offset, CanalMessage message, int row) {
    text.clear();
    text.put(topic);
    text.put('-');
    text.putDecimal(partition);
    text.put('-');
    text.putDecimal(offset);
    if (message.events() > 1) {
      text.put('/'); // no topic has one: row 5 of offset 0 never meets offset 5 of a topic t-0
      text.putDecimal(row);
    }
  }

  private boolean build(
      CanalMessage message, byte[] bytes, int row, TableEntry table, Redaction.Columns redacted) {
    text.clear();
    text.put(table.idPrefix());
    int key = text.length;
    if (!appendKey(message, bytes, row, redacted)) {
      text.length = key;
      ByteWriter whole = image.of(message, bytes, row);
      if (redacted.isEmpty()) {
        text.putHex(digests.plain(whole.array, 0, whole.length));
      } else if (digests.hasKey()) {
        text.putHex(digests.keyed(whole.array, 0, whole.length));
      } else {
        return false;
      }
    }
    finish(message);
    return true;
  }

  /** Appends the values of the key columns; false when the row has no key to be named by. */
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
      // A column selector may leave a key column out: the whole row has to name itself then.
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
      EventIdEscaping.key(text, value.bytes, value.from, value.to);
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

  /** Replaces an id that is too long for an index by its SHA-256. */
  public void shorten() {
    if (text.length > LONGEST) {
      byte[] digest = digests.plain(text.array, 0, text.length);
      text.clear();
      text.putHex(digest);
    }
  }

  /** What the memory of recent changes keeps in place of the id. */
  public long hash() {
    return Hash64.of(text.array, text.length);
  }
}
