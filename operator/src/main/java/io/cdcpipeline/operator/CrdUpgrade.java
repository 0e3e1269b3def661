package io.cdcpipeline.operator;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/**
 * Brings the CRD in the cluster to this release's, for the chart's upgrade hook: Helm installs CRDs
 * and never changes one. Never to a lower version, because objects may already use what the higher
 * one has.
 */
final class CrdUpgrade {
  /** Annotation of the CRD: the release that its schema is of. That of 0.1.0 has none. */
  static final String VERSION = "cdcpipeline.io/schema-version";

  private static final String CRD = "/crds/cdcpipelines.cdcpipeline.io-v1.yml";
  private final KubernetesClient client;

  CrdUpgrade(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Applies the CRD if it is there and not of a later release.
   *
   * @return what was done, one sentence for people
   * @throws IllegalStateException when the API server refuses, with its words and what to do
   */
  String run() {
    var ours = ours();
    var name = ours.getMetadata().getName();
    try {
      var live = client.resource(ours).get();
      return live == null
          ? "CRD %s is not installed, so there is nothing to upgrade".formatted(name)
          : upgrade(ours, live);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(
          "cannot upgrade CRD %s: %s; apply the chart's folder crds/ with an account that may, and set the chart value crds.upgrade to false"
              .formatted(name, StageException.of(e).getMessage()),
          e);
    }
  }

  private String upgrade(GenericKubernetesResource ours, GenericKubernetesResource live) {
    var crd = "CRD " + ours.getMetadata().getName();
    var from = version(live);
    var to = version(ours).orElseThrow();
    if (from.isPresent() && isLater(from.get(), to)) {
      return "%s is of release %s, later than this one's %s: left as it is"
          .formatted(crd, from.get(), to);
    }
    var before = live.getMetadata().getResourceVersion();
    if (before.equals(apply(ours).getMetadata().getResourceVersion())) {
      return "%s is that of release %s already".formatted(crd, to);
    }
    return from.isPresent() && from.get().equals(to)
        ? "%s made that of release %s again".formatted(crd, to)
        : "%s upgraded from %s to that of release %s"
            .formatted(
                crd, from.map(f -> "that of release " + f).orElse("one without a version"), to);
  }

  /** Takes over the fields of whoever installed it: Helm, kubectl, or a GitOps tool. */
  private GenericKubernetesResource apply(GenericKubernetesResource ours) {
    return client
        .resource(ours)
        .fieldManager(Labels.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** What no release of ours has written is not judged, and kept. */
  private static boolean isLater(String live, String ours) {
    try {
      return Version.parse(live).compareTo(Version.parse(ours)) > 0;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static Optional<String> version(GenericKubernetesResource crd) {
    return Optional.ofNullable(crd.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(VERSION));
  }

  /** The CRD of this release. */
  static GenericKubernetesResource ours() {
    try (var yaml = CrdUpgrade.class.getResourceAsStream(CRD)) {
      return Json.YAML.readValue(yaml, GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
