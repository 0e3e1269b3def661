import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Map;

/** The controllers of all other operators and of Kubernetes, which find everything in order. */
final class Controllers {
  private static final String CONDITION =
      "{type: %s, status: 'True', reason: Ready, message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}";
  private static final String TIDB =
      "{observedGeneration: %d, replicas: 1, readyReplicas: 1, currentReplicas: 1, updatedReplicas: 1,"
          + " selector: a=b, conditions: ["
          + CONDITION.formatted("Ready")
          + ", "
          + CONDITION.formatted("Synced")
          + "]}";
  private static final String STRIMZI =
      "{observedGeneration: %d, conditions: [{type: Ready, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}]}";
  private static final String ELASTICSEARCH =
      "{observedGeneration: %d, phase: Ready, health: green, version: 9.5.3, availableNodes: 1,"
          + " conditions: [{type: ReconciliationComplete, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}]}";
  private static final String BEAT =
      "{observedGeneration: %d, health: green, version: 9.5.3, availableNodes: 1, expectedNodes: 1,"
          + " elasticsearchAssociationStatus: Established}";
  private static final String DEPLOYMENT =
      "{observedGeneration: %d, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}";

  private record Status(Map<String, Object> status) {}

  private record Kind(String api, String kind, String status) {}

  private static final Kind[] KINDS = {
    new Kind("core.pingcap.com/v1alpha1", "PDGroup", TIDB),
    new Kind("core.pingcap.com/v1alpha1", "TiKVGroup", TIDB),
    new Kind("core.pingcap.com/v1alpha1", "TiDBGroup", TIDB),
    new Kind("core.pingcap.com/v1alpha1", "TiCDCGroup", TIDB),
    new Kind("kafka.strimzi.io/v1", "Kafka", STRIMZI),
    new Kind("kafka.strimzi.io/v1", "KafkaTopic", STRIMZI),
    new Kind("kafka.strimzi.io/v1", "KafkaUser", STRIMZI),
    new Kind("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", ELASTICSEARCH),
    new Kind("beat.k8s.elastic.co/v1beta1", "Beat", BEAT),
    new Kind("apps/v1", "Deployment", DEPLOYMENT)
  };

  private final KubernetesClient client;

  Controllers(KubernetesClient client) {
    this.client = client;
  }

  /** What exists beside the children: ECK's certificate, and the pods that are looked at. */
  void prepare(ReadyPipeline pipeline, String authority) {
    var names = pipeline.names();
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(names.namespace())
                .withName(names.elasticsearchCaSecret())
                .endMetadata()
                .addToStringData("ca.crt", authority)
                .addToStringData("tls.crt", authority)
                .build())
        .create();
    pod(pipeline, names.consumer() + "-0", Labels.selector(names, ComponentName.CONSUMER));
    pod(pipeline, names.beat() + "-beat-filebeat-0",
        Map.of("beat.k8s.elastic.co/name", names.beat()));
  }

  private void pod(ReadyPipeline pipeline, String name, Map<String, String> labels) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(pipeline.names().namespace())
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .withNodeName("node")
            .withAutomountServiceAccountToken(false)
            .addNewContainer()
            .withName("main")
            .withImage("none")
            .endContainer()
            .endSpec()
            .build();
    var created = client.resource(pod).create();
    created.setStatus(
        new PodStatusBuilder()
            .withPhase("Running")
            .withHostIP("10.0.0.1")
            .withPodIP(pipeline.address())
            .build());
    client.resource(created).updateStatus();
  }

  /** Reports every child ready that is not yet; returns how many those were. */
  int reportReady() throws InterruptedException {
    int reported = 0;
    for (var kind : KINDS) {
      var late = new ArrayList<GenericKubernetesResource>();
      client
          .genericKubernetesResources(kind.api(), kind.kind())
          .inAnyNamespace()
          .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
          .list(new ListOptionsBuilder().withResourceVersion("0").build())
          .getItems()
          .stream()
          .filter(child -> !isCurrent(child))
          .forEach(late::add);
      Cluster.parallel(late.size(), i -> report(late.get(i), kind.status()));
      reported += late.size();
    }
    return reported;
  }

  private static boolean isCurrent(GenericKubernetesResource child) {
    Object observed = child.get("status", "observedGeneration");
    return observed instanceof Number number
        && number.longValue() == child.getMetadata().getGeneration();
  }

  private void report(GenericKubernetesResource child, String status) {
    var yaml = "status: " + status.formatted(child.getMetadata().getGeneration());
    child.setAdditionalProperty("status", Serialization.unmarshal(yaml, Status.class).status());
    try {
      client.resource(child).updateStatus();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 && e.getCode() != 404) {
        throw e; // otherwise changed meanwhile, and reported the next time
      }
    }
  }
}
