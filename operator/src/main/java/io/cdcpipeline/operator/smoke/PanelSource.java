package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.smoke.Panel.Target;
import java.util.Optional;

/** What answers the queries of panels. Failures are exceptions with what the server says. */
interface PanelSource {
  /**
   * An answer.
   *
   * @param size how many series or documents it has
   */
  record Answer(int size, JsonNode content) {}

  /** Empty if it cannot ask servers of this kind. */
  Optional<Answer> ask(Target target);
}
