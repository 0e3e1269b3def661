package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.json.JsonStrings;
import java.util.Optional;

/** The pipeline that the lines belong to; what is absent is left out of them. */
public record PipelineName(Optional<String> namespace, Optional<String> name) {
  public static final PipelineName NONE = new PipelineName(Optional.empty(), Optional.empty());

  /** {@code "namespace":"…","pipeline":"…",}, or less. */
  String fields() {
    return field("namespace", namespace) + field("pipeline", name);
  }

  private static String field(String key, Optional<String> value) {
    return value.map(text -> "\"" + key + "\":" + JsonStrings.quote(text) + ",").orElse("");
  }
}
