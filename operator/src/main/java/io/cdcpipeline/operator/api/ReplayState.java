package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a replay has come. */
public enum ReplayState {
  /** Not started; the message says what it waits for. */
  @JsonProperty("Waiting")
  WAITING,
  /** The Job reads the topic and writes lines. */
  @JsonProperty("Running")
  RUNNING,
  /** Every line is written, and the last ones are not in Elasticsearch yet. */
  @JsonProperty("Indexing")
  INDEXING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED;

  /** Whether it has ended, and is not started again. */
  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED;
  }
}
