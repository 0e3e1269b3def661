package io.cdcpipeline.operator.remote;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The mappers for all JSON and YAML but the Kubernetes client's own. */
public final class Json {
  /** Unknown fields are ignored: remote systems add some with each release. */
  public static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public static final ObjectMapper YAML = new YAMLMapper();

  private Json() {}
}
