package io.cdcpipeline.operator.database;

import java.util.List;
import java.util.Map;

/**
 * Everything that shall be true in the database.
 *
 * @param database created if absent, and where the statements run; null for none
 * @param schema statements in order
 * @param users users that shall exist
 * @param before privileges by user as they were granted last time, to take back what is no longer
 *     wanted
 */
record SqlWork(
    String database, List<String> schema, List<SqlUser> users, Map<String, List<String>> before) {
  boolean empty() {
    return database == null && schema.isEmpty() && users.isEmpty() && before.isEmpty();
  }
}
