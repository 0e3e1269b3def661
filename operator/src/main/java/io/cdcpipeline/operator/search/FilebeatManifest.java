package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** Filebeat on every node, reading the log files of this pipeline's consumers alone. */
final class FilebeatManifest {
  static final ResourceKind KIND =
      new ResourceKind("beat.k8s.elastic.co/v1beta1", "Beat", RequiredOperator.ECK_BEAT);
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(FilebeatManifest.class, "beat.yaml");

  private FilebeatManifest() {}

  /**
   * The Beat as it is applied.
   *
   * @param credentials changes when Filebeat has to restart for new credentials: pods read them
   *     once
   */
  static GenericKubernetesResource desired(
      ResourceNames names, FilebeatOutput output, String credentials) {
    var beat =
        BASE.named(names, names.beat(), SearchStage.COMPONENT)
            .set(inputId(names), input("id"))
            .set(List.of(glob(names)), input("paths"))
            .set(List.of(onlyOurs(names)), input("prospector.scanner.include_files"))
            .set(
                credentials,
                "spec",
                "daemonSet",
                "podTemplate",
                "metadata",
                "annotations",
                "cdcpipeline.io/credentials");
    return output.addTo(beat).build();
  }

  /** Filebeat reads every file again under another id. */
  private static String inputId(ResourceNames names) {
    return "cdc-" + names.namespace() + "-" + names.consumer();
  }

  private static String glob(ResourceNames names) {
    return "/var/log/pods/%s_%s-*_*/consumer/*.log*".formatted(names.namespace(), names.consumer());
  }

  /**
   * The glob alone also matches the pods of a pipeline that is named like our consumer and more.
   */
  private static String onlyOurs(ResourceNames names) {
    return "^/var/log/pods/%s_%s-[a-z0-9]+-[a-z0-9]+_[^/]+/consumer/"
        .formatted(names.namespace(), names.consumer());
  }

  private static String[] input(String key) {
    return new String[] {"spec", "config", "filebeat.inputs", "0", key};
  }
}
