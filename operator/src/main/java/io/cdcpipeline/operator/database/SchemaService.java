package io.cdcpipeline.operator.database;

import java.util.Set;
import java.util.function.Consumer;

/** The SQL side of the database; this stage's only call to it. */
interface SchemaService {
  /**
   * Brings database, schema and users to the desired state; run again, it changes nothing.
   *
   * @param onCreated called at once for each user that did not exist before: what fails afterwards
   *     must not make the operator forget whom it created
   * @return the users that are this pipeline's own: those that did not exist before, and those that
   *     accept a password which only this pipeline knows
   * @throws io.cdcpipeline.operator.status.StageException naming the first statement that failed
   */
  Set<String> apply(SqlEndpoint endpoint, DesiredSchema desired, Consumer<String> onCreated);

  /**
   * Logs in as the operator and as every user. A user of this pipeline whose password was changed
   * in the database gets that of its Secret again.
   *
   * @throws io.cdcpipeline.operator.status.StageException with AuthenticationFailed where a login
   *     is refused and cannot be restored
   */
  void verify(SqlEndpoint endpoint, DesiredSchema desired);
}
