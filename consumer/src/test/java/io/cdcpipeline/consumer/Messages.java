package io.cdcpipeline.consumer;

/** Messages in the format of TiCDC v8.5, for cases that the fixtures do not cover. */
public final class Messages {
  private Messages() {}

  public static String insert(String database, String table, long id, long commitTs) {
    return row("INSERT", database, table, commitTs, "null", data(id, "new"));
  }

  public static String update(String database, String table, long id, long commitTs) {
    return row("UPDATE", database, table, commitTs, "[" + data(id, "new") + "]", data(id, "paid"));
  }

  public static String delete(String database, String table, long id, long commitTs) {
    return row("DELETE", database, table, commitTs, "null", data(id, "paid"));
  }

  static String data(long id, String status) {
    return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"price\":\"9.90\",\"note\":null}";
  }

  public static String row(
      String type, String database, String table, long commitTs, String old, String data) {
    return "{\"id\":0,\"database\":\""
        + database
        + "\",\"table\":\""
        + table
        + "\",\"pkNames\":[\"id\"],\"isDdl\":false,\"type\":\""
        + type
        + "\",\"es\":"
        + (commitTs >> 18)
        + ",\"ts\":"
        + ((commitTs >> 18) + 200)
        + ",\"sql\":\"\",\"sqlType\":{\"id\":-5,\"status\":12,\"price\":3,\"note\":12},"
        + "\"mysqlType\":{\"note\":\"varchar\",\"id\":\"bigint\",\"price\":\"decimal\","
        + "\"status\":\"varchar\"},\"old\":"
        + old
        + ",\"data\":["
        + data
        + "],\"_tidb\":{\"commitTs\":"
        + commitTs
        + "}}";
  }

  public static String watermark(long watermarkTs) {
    return "{\"id\":0,\"database\":\"\",\"table\":\"\",\"pkNames\":null,\"isDdl\":false,"
        + "\"type\":\"TIDB_WATERMARK\",\"es\":"
        + (watermarkTs >> 18)
        + ",\"ts\":0,\"sql\":\"\",\"sqlType\":null,\"mysqlType\":null,\"data\":null,\"old\":null,"
        + "\"_tidb\":{\"watermarkTs\":"
        + watermarkTs
        + "}}";
  }
}
