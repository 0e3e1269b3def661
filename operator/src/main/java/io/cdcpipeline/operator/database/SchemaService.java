package io.cdcpipeline.operator.database;

import java.util.Set;

/** The SQL side of the database; this stage's only call to it. */
interface SchemaService {
  /**
   * Brings database, schema and users to the desired state; run again, it changes nothing.
   *
   * @return the users that did not exist before
   * @throws io.cdcpipeline.operator.status.StageException naming the first statement that failed
   */
  Set<String> apply(SqlEndpoint endpoint, DesiredSchema desired);
}
