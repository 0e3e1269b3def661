package io.cdcpipeline.operator.database;

/** The database's SQL side; the one call of this stage to it. */
interface SqlServer {
  /**
   * Makes everything of the work true; run again, it changes nothing.
   *
   * @throws SqlFailure naming the first statement that failed
   */
  void apply(SqlAccess access, SqlWork work) throws SqlFailure;
}
