package io.cdcpipeline.operator.kubernetes;

import java.util.Arrays;

/** An operator whose kinds we apply, and what to install to get it. */
public enum RequiredOperator {
  TIDB("core.pingcap.com/", "TiDB Operator", "chart tidb-operator v2.0.1 and its CRDs"),
  TIDB_V1("pingcap.com/", "TiDB Operator v1", "chart tidb-operator v1.6.6 and its CRDs"),
  STRIMZI("kafka.strimzi.io/", "Strimzi", "chart strimzi-kafka-operator 1.2.0"),
  ECK_ELASTICSEARCH("elasticsearch.k8s.elastic.co/", "ECK", "chart eck-operator 3.5.0"),
  ECK_BEAT("beat.k8s.elastic.co/", "ECK", "chart eck-operator 3.5.0"),
  PROMETHEUS("monitoring.coreos.com/", "prometheus-operator", "chart kube-prometheus-stack 88.5.3");

  private final String groupPrefix;
  private final String title;
  private final String install;

  RequiredOperator(String groupPrefix, String title, String install) {
    this.groupPrefix = groupPrefix;
    this.title = title;
    this.install = install;
  }

  /** Null for Kubernetes' own groups. */
  static RequiredOperator ofApiVersion(String apiVersion) {
    return Arrays.stream(values())
        .filter(o -> apiVersion.startsWith(o.groupPrefix))
        .findFirst()
        .orElse(null);
  }

  public String title() {
    return title;
  }

  /** The chart to install. */
  public String install() {
    return install;
  }
}
