package io.cdcpipeline.operator;

import io.cdcpipeline.fake.apiserver.ApiServer;
import io.cdcpipeline.fake.apiserver.ForeignKinds;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.events.EventRecorder;
import io.cdcpipeline.operator.status.ConditionType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The operator with chosen stages on the in-process API server, for one test. */
public final class OperatorOnFakeApi implements AutoCloseable {
  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private final Operator operator;

  public OperatorOnFakeApi(Clock clock, List<ForeignKinds> foreign, Stage... stages) {
    install();
    foreign.forEach(kinds -> kinds.install(client));
    operator =
        new Operator(
            overrides ->
                overrides
                    .withKubernetesClient(client)
                    .withDefaultNonSSAResource(Set.of())
                    .withPreviousAnnotationForDependentResources(false)
                    .withCloseClientOnStop(false));
    var events = new EventRecorder(client, clock);
    operator.register(
        new CdcPipelineReconciler(
            new Stages(List.of(stages)),
            new StageContexts(client, clock, events, background),
            new PipelineDefaults(),
            new StatusWriter(client, events, new PipelineMetrics(new SimpleMeterRegistry()))));
    operator.start();
  }

  public KubernetesClient client() {
    return client;
  }

  public ApiServer api() {
    return api;
  }

  /** Creates a namespace of that name and applies the pipeline to it. */
  public void apply(String yaml) {
    var pipeline = client.getKubernetesSerialization().unmarshal(yaml, CdcPipeline.class);
    namespace(pipeline.getMetadata().getNamespace());
    client.resource(pipeline).fieldManager("user").serverSideApply();
  }

  public void namespace(String name) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    client.resource(namespace).serverSideApply();
  }

  public CdcPipeline pipeline(String namespace, String name) {
    return client.resources(CdcPipeline.class).inNamespace(namespace).withName(name).get();
  }

  /** The condition as "Reason: message", or "" while there is none. */
  public String condition(String namespace, String name, ConditionType type) {
    var pipeline = pipeline(namespace, name);
    if (pipeline == null || pipeline.getStatus() == null) {
      return "";
    }
    return pipeline.getStatus().conditions().stream()
        .filter(c -> c.type().equals(type.toString()))
        .findFirst()
        .map((Condition c) -> c.reason() + ": " + c.message())
        .orElse("");
  }

  public GenericKubernetesResource child(String apiVersion, String kind, String ns, String name) {
    return client.genericKubernetesResources(apiVersion, kind).inNamespace(ns).withName(name).get();
  }

  private void install() {
    try (var files = Files.list(Golden.root().resolve("crds"))) {
      for (var file : files.toList()) {
        try (var in = Files.newInputStream(file)) {
          client.load(in).serverSideApply();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    operator.stop();
    background.shutdownNow();
    client.close();
    api.close();
  }
}
