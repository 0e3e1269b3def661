package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a message reports: a row change, a schema change, or TiCDC's progress. */
public enum Operation {
  INSERT(0),
  UPDATE(1),
  DELETE(2),
  DDL(3),
  WATERMARK(-1);

  /** Its index in {@link #COUNTED}, for arrays with one element per operation. */
  public final int index;

  /** The values of the metric label {@code op}; a watermark is not an event and has none. */
  public static final List<Operation> COUNTED = List.of(INSERT, UPDATE, DELETE, DDL);

  /** DDL types that TiCDC emits (pkg/sink/codec/canal, v8.5.7); others need {@code isDdl}. */
  private static final byte[][] DDL_TYPES = {
    bytes("CREATE"), bytes("ALTER"), bytes("ERASE"), bytes("TRUNCATE"),
    bytes("RENAME"), bytes("CINDEX"), bytes("DINDEX"), bytes("QUERY")
  };

  private static final byte[] WATERMARK_TYPE = bytes("TIDB_WATERMARK");

  private static final byte[] INSERT_TYPE = bytes("INSERT");
  private static final byte[] UPDATE_TYPE = bytes("UPDATE");
  private static final byte[] DELETE_TYPE = bytes("DELETE");

  Operation(int index) {
    this.index = index;
  }

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The operation for a message's {@code type}, or null when there is no such type. */
  static Operation of(ByteSpan type, boolean isDdl) {
    if (type.equalTo(INSERT_TYPE)) {
      return INSERT;
    }
    if (type.equalTo(UPDATE_TYPE)) {
      return UPDATE;
    }
    if (type.equalTo(DELETE_TYPE)) {
      return DELETE;
    }
    if (type.equalTo(WATERMARK_TYPE)) {
      return WATERMARK;
    }
    // Original Canal sometimes sends DDL with isDdl false (alibaba/canal#3418), so the type
    // decides as well.
    for (byte[] ddl : DDL_TYPES) {
      if (type.equalTo(ddl)) {
        return DDL;
      }
    }
    return isDdl && type.isUpperCaseWord() ? DDL : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
