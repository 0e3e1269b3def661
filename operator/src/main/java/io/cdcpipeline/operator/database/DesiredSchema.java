package io.cdcpipeline.operator.database;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that shall be true in the database.
 *
 * @param database created if absent, and where the statements run; null for none
 * @param schema statements in order
 * @param users users that shall exist
 * @param previousGrants privileges by user as they were granted last time, to take back what is no
 *     longer wanted
 * @param created those of them that were not there before us: only these are ever dropped
 */
record DesiredSchema(
    String database,
    List<String> schema,
    List<SqlUser> users,
    Map<String, List<String>> previousGrants,
    Set<String> created) {
  /** Only to see whether the server lets us in. */
  static final DesiredSchema NONE =
      new DesiredSchema(null, List.of(), List.of(), Map.of(), Set.of());
}
