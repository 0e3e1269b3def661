package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How clients of a listener prove who they are. */
public enum KafkaListenerAuthentication {
  @JsonProperty("scram-sha-512")
  SCRAM_SHA_512,
  @JsonProperty("tls")
  TLS
}
