package io.cdcpipeline.testkit.apiserver;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The kinds of the operators that a pipeline depends on, without their schemas, for servers without
 * the real CRDs. Names and versions are those of the CRDs of TiDB Operator 2.0.1 and 1.6.6, Strimzi
 * 1.2.0, ECK 3.5.0 and prometheus-operator 0.85.0.
 */
public enum ForeignKinds {
  TIDB_V2("core.pingcap.com/v1alpha1", "Cluster PDGroup TiKVGroup TiDBGroup TiCDCGroup"),
  TIDB_V1("pingcap.com/v1alpha1", "TidbCluster"),
  STRIMZI("kafka.strimzi.io/v1", "Kafka KafkaNodePool KafkaTopic KafkaUser"),
  STRIMZI_POD_SETS("core.strimzi.io/v1", "StrimziPodSet"),
  ELASTICSEARCH("elasticsearch.k8s.elastic.co/v1", "Elasticsearch"),
  BEAT("beat.k8s.elastic.co/v1beta1", "Beat"),
  PROMETHEUS("monitoring.coreos.com/v1", "ServiceMonitor PodMonitor PrometheusRule");

  private final String apiVersion;
  private final String kinds;

  ForeignKinds(String apiVersion, String kinds) {
    this.apiVersion = apiVersion;
    this.kinds = kinds;
  }

  /** Creates the CRDs, as installing the operator's chart does. */
  public void install(KubernetesClient client) {
    crds().forEach(crd -> client.resource(crd).create());
  }

  /** Deletes the CRDs, as removing the chart with its CRDs does. */
  public void uninstall(KubernetesClient client) {
    crds().forEach(crd -> client.resource(crd).delete());
  }

  private List<CustomResourceDefinition> crds() {
    return Stream.of(kinds.split(" ")).map(this::crd).toList();
  }

  private CustomResourceDefinition crd(String kind) {
    int slash = apiVersion.indexOf('/');
    String group = apiVersion.substring(0, slash);
    JSONSchemaProps anything = new JSONSchemaProps();
    anything.setType("object");
    anything.setXKubernetesPreserveUnknownFields(true);
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(plural(kind) + "." + group)
        .endMetadata()
        .withNewSpec()
        .withGroup(group)
        .withScope("Namespaced")
        .withNewNames()
        .withKind(kind)
        .withPlural(plural(kind))
        .withSingular(kind.toLowerCase(Locale.ROOT))
        .endNames()
        .addNewVersion()
        .withName(apiVersion.substring(slash + 1))
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withOpenAPIV3Schema(anything)
        .endSchema()
        .withNewSubresources()
        .withNewStatus()
        .endStatus()
        .endSubresources()
        .endVersion()
        .endSpec()
        .build();
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "Elasticsearch" -> "elasticsearches";
      case "Kafka" -> "kafkas";
      default -> lower + "s";
    };
  }
}
