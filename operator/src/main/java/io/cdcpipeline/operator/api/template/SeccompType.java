package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of seccomp profiles. */
public enum SeccompType {
  @JsonProperty("RuntimeDefault")
  RUNTIME_DEFAULT,
  @JsonProperty("Localhost")
  LOCALHOST,
  @JsonProperty("Unconfined")
  UNCONFINED
}
