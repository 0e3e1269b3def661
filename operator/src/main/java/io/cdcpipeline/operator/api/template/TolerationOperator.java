package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a toleration compares. */
public enum TolerationOperator {
  @JsonProperty("Equal")
  EQUAL,
  @JsonProperty("Exists")
  EXISTS
}
