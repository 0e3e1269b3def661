package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.smoke.Panel.Target;

/** What answers the queries of panels. Failures are exceptions with what the server says. */
interface PanelSource {
  /**
   * An answer.
   *
   * @param size how many series or documents it has
   */
  record Answer(int size, JsonNode content) {}

  /** Whether it can ask servers of the query's kind. */
  boolean asks(Target target);

  /** The answer to a query that it can ask. */
  Answer ask(Target target);
}
