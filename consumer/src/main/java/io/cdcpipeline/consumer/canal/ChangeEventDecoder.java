package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.JsonScanner;
import io.cdcpipeline.consumer.json.JsonSkipper;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import java.util.Arrays;

/**
 * Decodes Canal-JSON as emitted by TiCDC (v5.5 to v8.5) and original Canal: keys in any order,
 * unknown keys ignored, one or many rows per message, with or without TiCDC's extension.
 */
public final class ChangeEventDecoder {
  private static final byte[] TYPE = ByteWriter.utf8("type");
  private static final byte[] DATABASE = ByteWriter.utf8("database");
  private static final byte[] TABLE = ByteWriter.utf8("table");
  private static final byte[] PK_NAMES = ByteWriter.utf8("pkNames");
  private static final byte[] IS_DDL = ByteWriter.utf8("isDdl");
  private static final byte[] ES = ByteWriter.utf8("es");
  private static final byte[] SQL = ByteWriter.utf8("sql");
  private static final byte[] DATA = ByteWriter.utf8("data");
  private static final byte[] OLD = ByteWriter.utf8("old");
  private static final byte[] TIDB = ByteWriter.utf8("_tidb");
  private static final byte[] COMMIT_TS = ByteWriter.utf8("commitTs");
  private static final byte[] WATERMARK_TS = ByteWriter.utf8("watermarkTs");
  private static final byte[] ONLY_HANDLE_KEY = ByteWriter.utf8("onlyHandleKey");
  private static final byte[] CLAIM_CHECK_LOCATION = ByteWriter.utf8("claimCheckLocation");

  /** 9999-12-31T23:59:59.999Z: later times have no RFC 3339 form. */
  private static final long MAX_EPOCH_MILLIS = 253_402_300_799_999L;

  /** TiCDC sends 13 members; any beyond this number are not cached. */
  private static final int CACHED_MEMBERS = 16;

  /** Stands for a value of more than one span: always absent, so the member is not cached. */
  private static final ByteSpan NOT_CACHEABLE = new ByteSpan();

  private final JsonScanner json = new JsonScanner();
  private final CanalMessage message = new CanalMessage();
  private final ByteSpan key = new ByteSpan();
  private final ByteSpan ignored = new ByteSpan();
  private final RowsDecoder rows = new RowsDecoder(json);
  private final MemberCache[] members = new MemberCache[CACHED_MEMBERS];

  /** The span that the current member fills, or null. */
  private ByteSpan filled;

  public ChangeEventDecoder() {
    Arrays.setAll(members, index -> new MemberCache());
  }

  /**
   * Decodes one record's value. The result is valid until the next call.
   *
   * @throws RejectedRecordException if it is not a change event
   */
  public CanalMessage decode(byte[] bytes, int from, int to) {
    json.reset(bytes, from, to);
    message.clear();
    json.expect('{');
    if (!json.take('}')) {
      int index = 0;
      do {
        readMember(index++);
      } while (json.take(','));
      json.expect('}');
    }
    json.expectEnd();
    check();
    return message;
  }

  private void readMember(int index) {
    if (index < CACHED_MEMBERS && members[index].skipIfUnchanged(json)) {
      return;
    }
    int from = json.at;
    filled = null;
    readKey();
    readField();
    if (index < CACHED_MEMBERS) {
      members[index].remember(json, from, filled);
    }
  }

  private void readKey() {
    json.expect('"');
    int from = json.at;
    key.set(json.bytes, from, json.string());
    json.expect(':');
  }

  /** Length and first letter distinguish the known keys, so each is compared with one name only. */
  private void readField() {
    if (key.isBlank()) {
      JsonSkipper.skip(json);
      return;
    }
    switch (key.length() << 8 | key.bytes[key.from]) {
      case 2 << 8 | 'e' -> {
        if (is(ES)) {
          commitTime();
        }
      }
      case 3 << 8 | 's' -> string(SQL, message.sql, "sql");
      case 3 << 8 | 'o' -> rows(OLD, message.old, "old");
      case 4 << 8 | 't' -> string(TYPE, message.type, "type");
      case 4 << 8 | 'd' -> rows(DATA, message.data, "data");
      case 5 << 8 | 't' -> string(TABLE, message.table, "table");
      case 5 << 8 | 'i' -> {
        if (is(IS_DDL)) {
          isDdl();
        }
      }
      case 5 << 8 | '_' -> {
        if (is(TIDB)) {
          filled = NOT_CACHEABLE;
          extension();
        }
      }
      case 7 << 8 | 'p' -> {
        if (is(PK_NAMES)) {
          keyNames();
        }
      }
      case 8 << 8 | 'd' -> string(DATABASE, message.database, "database");
      default -> unknownField();
    }
  }

  /** Whether the current key is this one; skips the value when it is not. */
  private boolean is(byte[] name) {
    boolean same = key.equalTo(name);
    if (!same) {
      unknownField();
    }
    return same;
  }

  private void unknownField() {
    if (unescapeKey()) {
      readField();
    } else {
      JsonSkipper.skip(json);
    }
  }

  /**
   * Unescapes a key that is unknown in its raw form; false when it has no escapes. No encoder
   * escapes a letter, but in JSON it is the same key, and its value must not be skipped unseen.
   */
  private boolean unescapeKey() {
    if (key.bytes != json.bytes || !key.hasEscape()) {
      return false;
    }
    byte[] plain = ByteWriter.utf8(key.text());
    key.set(plain, 0, plain.length);
    return true;
  }

  private void string(byte[] name, ByteSpan target, String field) {
    if (is(name)) {
      filled = target;
      json.stringOrNull(target, field);
    }
  }

  private void isDdl() {
    filled = message.isDdl;
    message.isDdl.clear();
    if (!json.takeNull()) {
      int from = json.at;
      json.bool("isDdl");
      message.isDdl.set(json.bytes, from, json.at);
    }
  }

  /**
   * Zero, null or negative: the sender does not know the time (seen from Canal), and the record's
   * own is used. The row must not be rejected, nor indexed under 1970.
   */
  private void commitTime() {
    filled = message.es;
    message.es.clear();
    if (json.peek() == '-') {
      JsonSkipper.skip(json);
    } else if (!json.takeNull()) {
      long millis = json.unsigned("es", message.es);
      if (millis > MAX_EPOCH_MILLIS) {
        throw invalid("es is not a valid time");
      }
      if (millis == 0) {
        message.es.clear();
      }
    }
  }

  private void keyNames() {
    filled = message.keyNames;
    message.keyNames.clear();
    if (json.takeNull()) {
      return;
    }
    if (json.peek() != '[') {
      throw invalid("pkNames is neither an array nor null");
    }
    int from = json.at++;
    if (!json.take(']')) {
      do {
        json.stringOrNull(ignored, "a name in pkNames");
        if (!ignored.isPresent()) {
          throw invalid("a name in pkNames is null");
        }
      } while (json.take(','));
      json.expect(']');
      message.keyNames.set(json.bytes, from, json.at);
    }
  }

  private void extension() {
    if (json.takeNull()) {
      return;
    }
    if (json.peek() != '{') {
      throw invalid("_tidb is neither an object nor null");
    }
    json.at++;
    if (json.take('}')) {
      return;
    }
    do {
      readKey();
      extensionField();
    } while (json.take(','));
    json.expect('}');
  }

  private void extensionField() {
    if (key.equalTo(COMMIT_TS)) {
      message.commitTs = json.unsigned("_tidb.commitTs", message.commitTsText);
    } else if (key.equalTo(WATERMARK_TS)) {
      message.watermarkTs = json.unsigned("_tidb.watermarkTs");
    } else if (key.equalTo(ONLY_HANDLE_KEY)) {
      message.onlyHandleKey = json.bool("_tidb.onlyHandleKey");
    } else if (key.equalTo(CLAIM_CHECK_LOCATION)) {
      json.stringOrNull(message.claimCheckLocation, "_tidb.claimCheckLocation");
    } else if (unescapeKey()) {
      extensionField();
    } else {
      JsonSkipper.skip(json);
    }
  }

  private void rows(byte[] name, RowSpans target, String field) {
    if (is(name)) {
      rows.read(target, field);
      filled = NOT_CACHEABLE;
    }
  }

  private void check() {
    if (!message.type.isPresent()) {
      throw invalid("type is missing");
    }
    message.operation = Operation.of(message.type, message.isDdl());
    if (message.operation == null) {
      throw new RejectedRecordException(
          Reason.UNKNOWN_TYPE, "type is not one that TiCDC or Canal sends");
    }
    if (Tso.millis(message.commitTs) > MAX_EPOCH_MILLIS) {
      throw invalid("_tidb.commitTs is not a valid time");
    }
    if (message.isRowChange()) {
      checkRows();
    }
  }

  private void checkRows() {
    if (message.database.isBlank() || message.table.isBlank()) {
      throw invalid("a row change has no database or table");
    }
    if (message.data.count == 0) {
      throw invalid("a row change has no rows in data");
    }
    for (int row = 0; row < message.data.count; row++) {
      if (!message.data.isPresent(row)) {
        throw invalid("a row in data is null");
      }
    }
  }

  private static RejectedRecordException invalid(String what) {
    return new RejectedRecordException(Reason.INVALID_EVENT, what);
  }
}
