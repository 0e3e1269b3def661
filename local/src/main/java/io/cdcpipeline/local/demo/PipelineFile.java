package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects in a YAML file: exactly one CdcPipeline, and what it needs. Namespaces are skipped:
 * that of the pipeline is created first, and others are not used here.
 */
record PipelineFile(GenericKubernetesResource pipeline, List<HasMetadata> others) {
  static final ResourceDefinitionContext KIND =
      Cluster.kind("cdcpipeline.io/v1alpha1", "CdcPipeline");

  static PipelineFile read(Path file, KubernetesClient client) {
    try (ByteArrayInputStream yaml = new ByteArrayInputStream(Files.readAllBytes(file))) {
      List<HasMetadata> others = new ArrayList<>();
      List<GenericKubernetesResource> pipelines = new ArrayList<>();
      for (HasMetadata object : client.load(yaml).items()) {
        if (object.getKind().equals("CdcPipeline")) {
          pipelines.add((GenericKubernetesResource) object);
        } else if (!object.getKind().equals("Namespace")) {
          others.add(object);
        }
      }
      if (pipelines.size() != 1) {
        throw DemoException.failed(
            "%s has %d CdcPipelines, but the demo runs exactly one."
                .formatted(file, pipelines.size()));
      }
      return new PipelineFile(pipelines.get(0), others);
    } catch (IOException | KubernetesClientException | ClassCastException e) {
      throw DemoException.failed("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  String name() {
    return pipeline.getMetadata().getName();
  }

  String namespace() {
    String namespace = pipeline.getMetadata().getNamespace();
    return namespace == null ? "default" : namespace;
  }

  void createNamespace(KubernetesClient client) {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(namespace()).endMetadata().build();
    if (client.namespaces().withName(namespace()).get() == null) {
      client.resource(namespace).create();
    }
  }

  /** Applies everything; an invalid pipeline fails with the API server's message. */
  void apply(KubernetesClient client) {
    List<HasMetadata> all = new ArrayList<>(others);
    all.add(pipeline);
    for (HasMetadata object : all) {
      try {
        client.resource(object).inNamespace(namespace()).fieldManager("kubectl").serverSideApply();
      } catch (KubernetesClientException e) {
        String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        throw DemoException.failed("The API server rejected the file: " + why, e);
      }
    }
  }
}
