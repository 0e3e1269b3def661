package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a message says: a change of rows, a change of the schema, or TiCDC's progress mark. */
public enum Operation {
  INSERT(0),
  UPDATE(1),
  DELETE(2),
  DDL(3),
  WATERMARK(-1);

  /** Its place in {@link #COUNTED}, for arrays of one number each. */
  public final int index;

  /** The values of the metric label {@code op}; a watermark is no event and has none. */
  public static final List<Operation> COUNTED = List.of(INSERT, UPDATE, DELETE, DDL);

  /** DDL types TiCDC emits (pkg/sink/codec/canal, v8.5.7); anything else needs {@code isDdl}. */
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

  /** The operation of a message's {@code type}, or null when no such type exists. */
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
    // Original Canal sends DDL with isDdl false at times (alibaba/canal#3418): the type decides
    // too.
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
