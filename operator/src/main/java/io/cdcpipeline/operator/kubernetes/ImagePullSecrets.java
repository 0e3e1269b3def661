package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets with which every pod of a pipeline pulls its images, whoever creates the pod. They are
 * defaults: where a manifest names its own, those stay.
 *
 * @param names of Secrets, which have to exist in the namespaces of the pipelines
 */
public record ImagePullSecrets(List<String> names) {
  public static final ImagePullSecrets NONE = new ImagePullSecrets(List.of());

  /** What has pods of its own, and where it takes the settings of them. */
  private record Pod(String owner, String settings) {}

  private static final Pod POD_TEMPLATE = new Pod("spec", "template/spec");
  private static final Pod TIDB_GROUP = new Pod("spec/template/spec", "overlay/pod/spec");

  private static final Map<String, List<Pod>> PODS =
      Map.ofEntries(
          Map.entry("Deployment", List.of(POD_TEMPLATE)),
          Map.entry("Job", List.of(POD_TEMPLATE)),
          Map.entry("PDGroup", List.of(TIDB_GROUP)),
          Map.entry("TiKVGroup", List.of(TIDB_GROUP)),
          Map.entry("TiDBGroup", List.of(TIDB_GROUP)),
          Map.entry("TiCDCGroup", List.of(TIDB_GROUP)),
          Map.entry("TidbCluster", List.of(new Pod("spec", ""))),
          // Brokers take them from their node pool.
          Map.entry(
              "Kafka",
              List.of(
                  new Pod("spec/entityOperator", "template/pod"),
                  new Pod("spec/kafkaExporter", "template/pod"))),
          Map.entry("KafkaNodePool", List.of(new Pod("spec", "template/pod"))),
          Map.entry("Elasticsearch", List.of(new Pod("spec/nodeSets", "podTemplate/spec"))),
          Map.entry("Beat", List.of(new Pod("spec/daemonSet", "podTemplate/spec"))));

  public ImagePullSecrets {
    names = List.copyOf(names);
  }

  /** Adds them to a manifest that makes pods; any other stays as it is. */
  public void addTo(GenericKubernetesResource manifest) {
    if (names.isEmpty()) {
      return;
    }
    for (var pod : PODS.getOrDefault(manifest.getKind(), List.of())) {
      owners(manifest.getAdditionalProperties(), pod.owner())
          .forEach(owner -> addTo(enter(owner, pod.settings())));
    }
  }

  private void addTo(Map<String, Object> pod) {
    var references = new ArrayList<Map<String, String>>();
    names.forEach(name -> references.add(Map.of("name", name)));
    pod.putIfAbsent("imagePullSecrets", references);
  }

  /** The object at a path, every item if it is a list, none if it is absent. */
  private static List<Map<String, Object>> owners(Map<String, Object> root, String path) {
    Object at = root;
    for (var key : path.split("/", -1)) {
      at = at == null ? null : object(at).get(key);
    }
    if (at instanceof List<?> items) {
      return items.stream().map(ImagePullSecrets::object).toList();
    }
    return at == null ? List.of() : List.of(object(at));
  }

  private static Map<String, Object> enter(Map<String, Object> from, String path) {
    var at = from;
    for (var key : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      at = object(at.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>()));
    }
    return at;
  }

  @SuppressWarnings("unchecked") // As Jackson reads an object.
  private static Map<String, Object> object(Object node) {
    return (Map<String, Object>) node;
  }
}
