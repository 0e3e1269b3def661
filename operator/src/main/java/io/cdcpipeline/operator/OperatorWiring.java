package io.cdcpipeline.operator;

import io.cdcpipeline.management.ManagementServer;
import io.cdcpipeline.management.Metrics;
import io.cdcpipeline.management.Probe;
import io.cdcpipeline.operator.changefeed.ChangefeedStage;
import io.cdcpipeline.operator.consumer.ConsumerStage;
import io.cdcpipeline.operator.database.DatabaseStage;
import io.cdcpipeline.operator.kafka.KafkaStage;
import io.cdcpipeline.operator.kubernetes.ClusterIdentity;
import io.cdcpipeline.operator.kubernetes.ForeignAddresses;
import io.cdcpipeline.operator.monitoring.MonitoringStage;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.cdcpipeline.operator.pipeline.StageRunner;
import io.cdcpipeline.operator.remote.RemoteExecutors;
import io.cdcpipeline.operator.search.SearchStage;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.PipelineMetrics;
import io.cdcpipeline.operator.status.StatusPatcher;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the operator together and runs it until the process ends. */
final class OperatorWiring implements AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final Logger LOG = LoggerFactory.getLogger(OperatorWiring.class);
  static final int RECONCILE_THREADS = 4;
  private static final long PIPELINES_IN_A_LIST = 100;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RemoteExecutors executors = new RemoteExecutors();
  private final OperatorConfig config;
  private final Runnable exit;
  private final SpecDefaults defaults;
  private final Operator operator;
  private final ManagementServer server;
  private final LeaderLease lease;
  private volatile boolean closing;

  /**
   * Starts only the management server.
   *
   * @param exit ends the process; called on a thread of its own
   * @param system the system's clock
   */
  OperatorWiring(OperatorConfig config, KubernetesClient client, Runnable exit, Clock system)
      throws IOException {
    this.config = config;
    this.exit = exit;
    lease =
        new LeaderLease(client, config.leaseNamespace(), config.deployment(), config.identity());
    defaults = new SpecDefaults(config.monitorLabels());
    operator = new Operator(overrides -> configure(overrides, client));
    var liveness = new Liveness(this::watching, System::nanoTime);
    server =
        new ManagementServer(
            config.metrics(),
            new Probe(liveness::live, "pipelines are not watched"),
            new Probe(this::ready, "not ready"),
            this::scrape,
            failure -> LOG.error("a probe or a scrape failed", failure));
    var reconciler = reconciler(client, new SteadyClock(system, System::nanoTime));
    operator.register(
        reconciler,
        overrides -> {
          reconciler.configure(overrides);
          if (!config.watchNamespaces().isEmpty()) {
            overrides.settingNamespaces(config.watchNamespaces());
          }
          overrides.withInformerListLimit(PIPELINES_IN_A_LIST);
          // Each namespace has an informer of its own, and a store serves only one informer.
          if (config.watchNamespaces().size() < 2) {
            overrides.withItemStore(new PipelineStore());
          }
        });
  }

  private Metrics.Exposition scrape(String accept) {
    return new Metrics.Exposition(PROMETHEUS_TEXT, registry.scrape());
  }

  /** Returns once the operator runs, or is on standby until it gets the leader's lease. */
  void start() {
    LOG.atInfo()
        .addKeyValue("namespaces", config.watchNamespaces())
        .addKeyValue("metricsPort", server.port())
        .addKeyValue("leaderElection", config.leaderElection())
        .log("operator starting");
    new Preload().start();
    operator.start();
  }

  /** The stages as data flows through them: the table of contents of the operator. */
  private static List<Stage> stages(OperatorConfig config) {
    return List.of(
        new DatabaseStage(),
        new KafkaStage(),
        new ChangefeedStage(),
        new ConsumerStage(config.consumerImage()),
        new SearchStage(config.auditGrace()),
        new MonitoringStage(config.runbookUrl()));
  }

  private CdcPipelineReconciler reconciler(KubernetesClient client, Clock clock) {
    var events = new EventRecorder(client, clock);
    return new CdcPipelineReconciler(
        new StageRunner(stages(config)),
        new StageContextFactory(
            client,
            clock,
            events,
            executors,
            addresses(client, clock),
            config.platform(),
            new ClusterIdentity(client, config.clusterId()),
            config.pullSecrets()),
        defaults,
        new StatusPatcher(client, events, new PipelineMetrics(registry)));
  }

  private ForeignAddresses addresses(KubernetesClient client, Clock clock) {
    return new ForeignAddresses(
        client,
        clock,
        config.deniedAddresses(),
        config.sharedNamespaces(),
        config.watchNamespaces());
  }

  private void configure(ConfigurationServiceOverrider overrides, KubernetesClient client) {
    overrides
        .withKubernetesClient(client)
        .withResourceCloner(new PipelineCloner(client.getKubernetesSerialization()))
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
        .withConcurrentReconciliationThreads(RECONCILE_THREADS)
        .withConcurrentWorkflowExecutorThreads(1)
        .withReconciliationTerminationTimeout(STOP_TIMEOUT)
        .withPreviousAnnotationForDependentResources(false)
        .withDefaultNonSSAResource(Set.of())
        .withInformerStoppedHandler(StoppedInformers::log)
        .withCacheSyncTimeout(Duration.ofSeconds(10))
        .withCloseClientOnStop(false);
    if (config.leaderElection()) {
      overrides.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR)
              .withLeaseNamespace(config.leaseNamespace())
              .withIdentity(config.identity())
              .withExitOnStopLeading(false)
              .withLeaderCallbacks(new LeaderCallbacks(lease::claim, this::leaseLost, leader -> {}))
              .build());
    }
  }

  /** Only the pipelines' own informer: no restart brings a kind back that a child needs. */
  boolean watching() {
    return !operator.getRuntimeInfo().isStarted()
        || operator.getRuntimeInfo().unhealthyEventSources().values().stream()
            .noneMatch(sources -> sources.containsKey(ControllerEventSource.NAME));
  }

  /** The answer of {@code /readyz}. */
  boolean ready() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /**
   * A leader that lost its lease exits and is restarted as a standby. The SDK's own exit is no
   * alternative: it also happens when we stop, and would wait for ever inside the shutdown hook.
   */
  private void leaseLost() {
    if (!closing) {
      LOG.error("leader lease lost, exiting");
      new Thread(exit, "lease-lost").start();
    }
  }

  @Override
  public void close() {
    closing = true;
    long begin = System.nanoTime();
    operator.stop();
    // Whatever did not end in time may still write, so its Lease has to expire.
    if (System.nanoTime() - begin < STOP_TIMEOUT.toNanos()) {
      lease.release();
    }
    executors.close();
    server.close();
  }
}
