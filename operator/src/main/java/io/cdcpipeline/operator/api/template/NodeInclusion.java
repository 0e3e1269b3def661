package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether nodes that a pod cannot use count as places. */
public enum NodeInclusion {
  @JsonProperty("Honor")
  HONOR,
  @JsonProperty("Ignore")
  IGNORE
}
