package io.cdcpipeline.operator.real;

import java.util.Map;

/** Pods that other operators create and we scrape, with the labels they give them. */
@SuppressWarnings("ImmutableEnumChecker") // Map.of makes maps that nobody can change
enum ForeignPods {
  TICDC(
      "shop-ticdc",
      "ticdc",
      Map.of("app.kubernetes.io/instance", "shop", "app.kubernetes.io/component", "ticdc")),
  KAFKA(
      "shop-kafka",
      "tcp-prometheus",
      Map.of("strimzi.io/cluster", "shop", "strimzi.io/kind", "Kafka"));

  final String monitor;
  final String port;
  final Map<String, String> labels;

  ForeignPods(String monitor, String port, Map<String, String> labels) {
    this.monitor = monitor;
    this.port = port;
    this.labels = labels;
  }
}
