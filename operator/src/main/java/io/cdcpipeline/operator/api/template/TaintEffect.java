package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a taint does. */
public enum TaintEffect {
  @JsonProperty("NoSchedule")
  NO_SCHEDULE,
  @JsonProperty("PreferNoSchedule")
  PREFER_NO_SCHEDULE,
  @JsonProperty("NoExecute")
  NO_EXECUTE
}
