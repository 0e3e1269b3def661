package io.cdcpipeline.operator.database;

import java.util.Set;

/** The database's SQL side; the one call of this stage to it. */
interface SchemaService {
  /**
   * Makes everything of the work true; run again, it changes nothing.
   *
   * @return the users that were not there before
   * @throws SqlFailure naming the first statement that failed
   */
  Set<String> apply(SqlEndpoint access, DesiredSchema work) throws SqlFailure;
}
