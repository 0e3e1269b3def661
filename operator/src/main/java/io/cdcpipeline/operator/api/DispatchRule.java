package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How TiCDC spreads row changes over partitions. */
public enum DispatchRule {
  @JsonProperty("index-value")
  INDEX_VALUE,
  @JsonProperty("table")
  TABLE,
  @JsonProperty("ts")
  TS
}
