package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.kubernetes.ClusterIdentity;
import io.cdcpipeline.operator.kubernetes.ForeignAddresses;
import io.cdcpipeline.operator.kubernetes.ImagePullSecrets;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.cdcpipeline.operator.pipeline.StageRunner;
import io.cdcpipeline.operator.remote.DeniedAddresses;
import io.cdcpipeline.operator.remote.RemoteExecutors;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.PipelineMetrics;
import io.cdcpipeline.operator.status.StatusPatcher;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operator with chosen stages on the in-process API server, for one test. */
public final class OperatorFixture implements AutoCloseable {
  /** The operator's requests, apart from those of the test. */
  public static final String USER_AGENT = "operator";

  private static final List<CustomResourceDefinition> CRDS = crds();

  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();
  private final KubernetesClient own = api.client(USER_AGENT);
  private final Clock clock;

  /** Take effect with the next start. */
  public PlatformNamespaces platform = PlatformNamespaces.DEFAULTS;

  public DeniedAddresses denied = DeniedAddresses.NONE;

  /** "" for the uid of kube-system. */
  public String clusterId = "";

  public ImagePullSecrets pullSecrets = ImagePullSecrets.NONE;

  private RemoteExecutors executors;
  private Operator operator;
  private StageContextFactory contexts;
  private SimpleMeterRegistry registry;

  public OperatorFixture(Clock clock, List<ForeignKinds> foreign, Stage... stages) {
    this.clock = clock;
    install();
    foreign.forEach(kinds -> kinds.install(client));
    start(stages);
  }

  /** Replaces the operator by a new one that knows only what the API server has. */
  public void restart(Stage... stages) {
    stop();
    api.requests().clear();
    start(stages);
  }

  /** Ends the operator; {@link #restart} may follow. */
  public void stop() {
    if (operator != null) {
      operator.stop();
      executors.close();
      operator = null;
    }
  }

  private void start(Stage... stages) {
    executors = new RemoteExecutors();
    registry = new SimpleMeterRegistry();
    operator =
        new Operator(
            overrides ->
                overrides
                    .withKubernetesClient(own)
                    .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                    .withDefaultNonSSAResource(Set.of())
                    .withInformerStoppedHandler(StoppedInformers::log)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(10))
                    .withPreviousAnnotationForDependentResources(false)
                    .withCloseClientOnStop(false));
    var events = new EventRecorder(own, clock);
    contexts =
        new StageContextFactory(
            own,
            clock,
            events,
            executors,
            new ForeignAddresses(own, clock, denied, Set.of(), Set.of()),
            platform,
            new ClusterIdentity(own, clusterId),
            pullSecrets);
    var reconciler =
        new CdcPipelineReconciler(
            new StageRunner(List.of(stages)),
            contexts,
            new SpecDefaults(),
            new StatusPatcher(own, events, new PipelineMetrics(registry)));
    operator.register(reconciler, reconciler::configure);
    operator.start();
  }

  /** Reconciles a pipeline and waits for the end, whatever was running before. */
  public void nudge(String namespace, String name) {
    nudge(namespace, name, Duration.ofMillis(100));
  }

  /**
   * The same for tests that need no time for what a reconcile starts in the background.
   *
   * @param between how often to look whether it has ended
   */
  public void nudge(String namespace, String name, Duration between) {
    for (int i = 0; i < 2; i++) {
      var before = reconciles();
      contexts.answers().propagateEvent(new ResourceID(name, namespace));
      await()
          .pollInterval(between)
          .pollDelay(between)
          .atMost(Duration.ofSeconds(30))
          .until(() -> reconciles() > before);
    }
  }

  private double reconciles() {
    return count("operator.sdk.reconciliations.success");
  }

  /** Of reconciles that have begun since the last start, for whatever pipeline and result. */
  public double attempts() {
    return count("operator.sdk.reconciliations.executions");
  }

  private double count(String metric) {
    return registry.find(metric).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** A pod with that status, as kubelet or the scheduler writes it; reconciles then. */
  public void pod(String namespace, String name, Map<String, String> labels, String status) {
    await().until(() -> reconciled(namespace));
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withStatus(client.getKubernetesSerialization().unmarshal(status, PodStatus.class))
            .build();
    client.resource(pod).delete();
    client.resource(pod).create();
    client.resource(pod).updateStatus();
    if (clock instanceof ManualClock manual) {
      manual.advance(RecentAnswers.LONGEST_PAUSE);
    }
    client
        .resources(CdcPipeline.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(pipeline -> nudge(namespace, pipeline.getMetadata().getName()));
  }

  /** The API server gives a status without a phase by default. */
  private boolean reconciled(String namespace) {
    return client.resources(CdcPipeline.class).inNamespace(namespace).list().getItems().stream()
        .anyMatch(p -> p.getStatus() != null && p.getStatus().phase() != null);
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

  /** A Secret as a user applies it, over whatever was there. */
  public void secret(String namespace, String name, Map<String, String> content) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .withStringData(content)
            .build();
    client.resource(secret).fieldManager("user").forceConflicts().serverSideApply();
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
    CRDS.forEach(crd -> client.resource(crd).create());
  }

  /** Half a megabyte of YAML, read once for all tests of a process. */
  private static List<CustomResourceDefinition> crds() {
    try (var files = Files.list(Golden.root().resolve("crds"))) {
      var crds = new ArrayList<CustomResourceDefinition>();
      for (var file : files.toList()) {
        crds.add(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
      }
      return List.copyOf(crds);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    own.close();
    client.close();
    api.close();
  }
}
