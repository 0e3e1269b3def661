package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of listeners that Strimzi knows and does not call deprecated. */
public enum KafkaListenerType {
  @JsonProperty("internal")
  INTERNAL,
  @JsonProperty("cluster-ip")
  CLUSTER_IP,
  @JsonProperty("nodeport")
  NODEPORT,
  @JsonProperty("loadbalancer")
  LOADBALANCER,
  @JsonProperty("route")
  ROUTE,
  @JsonProperty("tlsroute")
  TLSROUTE
}
