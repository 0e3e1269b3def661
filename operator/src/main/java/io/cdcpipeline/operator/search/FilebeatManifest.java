package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.FilebeatSpec;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Filebeat on every node, reading only the log files of this pipeline's consumers. */
final class FilebeatManifest {
  static final ResourceKind KIND =
      new ResourceKind("beat.k8s.elastic.co/v1beta1", "Beat", RequiredOperator.ECK_BEAT);
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(FilebeatManifest.class, "beat.yaml");

  private static final String INPUT = "/spec/config/filebeat.inputs/0";
  private static final String ANNOTATIONS = "/spec/daemonSet/podTemplate/metadata/annotations";

  private FilebeatManifest() {}

  /**
   * The Beat.
   *
   * @param filebeat its section of the spec; null for none
   * @param credentials changes when the credentials do: pods read them only at their start
   */
  static GenericKubernetesResource desired(
      ResourceNames names, FilebeatSpec filebeat, FilebeatOutput output, String credentials) {
    var beat =
        BASE.named(names, names.beat(), ComponentName.SEARCH)
            .set(INPUT + "/id", inputId(names))
            .set(INPUT + "/paths", List.of(glob(names)))
            .set(INPUT + "/prospector.scanner.include_files", List.of(onlyOurs(names)))
            .setAll(ANNOTATIONS, Map.of("cdcpipeline.io/credentials", credentials));
    return SearchPods.filebeat(output.addTo(beat), names, filebeat);
  }

  /** ECK labels the pods of a Beat with its name. */
  static Map<String, String> podLabels(ResourceNames names) {
    return Map.of("beat.k8s.elastic.co/name", names.beat());
  }

  /** Under another id, Filebeat would read every file again. */
  private static String inputId(ResourceNames names) {
    return "cdc-" + names.namespace() + "-" + names.consumer();
  }

  private static String glob(ResourceNames names) {
    return "/var/log/pods/%s_%s-*_*/consumer/*.log*".formatted(names.namespace(), names.consumer());
  }

  /**
   * Pods of the Deployment and of the Job that replays. The glob alone also matches pods of a
   * pipeline whose name starts with our consumer's.
   */
  private static String onlyOurs(ResourceNames names) {
    return "^/var/log/pods/%s_%s-(replay-[0-9]+|[a-z0-9]+)-[a-z0-9]+_[^/]+/consumer/"
        .formatted(names.namespace(), names.consumer());
  }
}
