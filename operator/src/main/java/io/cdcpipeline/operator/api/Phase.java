package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One word for the whole pipeline. */
public enum Phase {
  @JsonProperty("Pending")
  PENDING,
  @JsonProperty("Provisioning")
  PROVISIONING,
  @JsonProperty("Running")
  RUNNING,
  @JsonProperty("Suspended")
  SUSPENDED,
  @JsonProperty("Degraded")
  DEGRADED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Deleting")
  DELETING
}
