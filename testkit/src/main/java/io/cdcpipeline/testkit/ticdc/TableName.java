package io.cdcpipeline.testkit.ticdc;

/** A table of the upstream database. */
public record TableName(String schema, String table) {
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
