package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to tables that have neither a primary key nor a unique key. */
public enum TablesWithoutKey {
  @JsonProperty("Skip")
  SKIP,
  @JsonProperty("Replicate")
  REPLICATE
}
