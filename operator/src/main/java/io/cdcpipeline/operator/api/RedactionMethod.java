package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a column is redacted. */
public enum RedactionMethod {
  @JsonProperty("drop")
  DROP,
  @JsonProperty("mask")
  MASK,
  @JsonProperty("hash")
  HASH
}
