package io.cdcpipeline.operator;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.pipeline.StageContextFactory;
import io.cdcpipeline.operator.remote.RemoteExecutors;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.PipelineMetrics;
import io.cdcpipeline.operator.status.StatusPatcher;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the operator together and runs it until the process ends. */
final class OperatorWiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorWiring.class);
  private static final int RECONCILE_THREADS = 4;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(8);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RemoteExecutors lanes = new RemoteExecutors();
  private final OperatorConfig config;
  private final Operator operator;
  private final ManagementServer server;
  private volatile boolean closing;

  OperatorWiring(OperatorConfig config, KubernetesClient client) throws IOException {
    this.config = config;
    operator = new Operator(overrides -> configure(overrides, client));
    server = new ManagementServer(config.metricsPort(), registry, this::ready);
    operator.register(
        reconciler(client),
        overrides -> {
          if (!config.watchNamespaces().isEmpty()) {
            overrides.settingNamespaces(config.watchNamespaces());
          }
        });
  }

  /** Returns once the operator runs, or waits as a stand-by for the leader's lease. */
  void start() {
    LOG.atInfo()
        .addKeyValue("namespaces", config.watchNamespaces())
        .addKeyValue("metricsPort", server.port())
        .addKeyValue("leaderElection", config.leaderElection())
        .log("operator starting");
    operator.start();
  }

  private CdcPipelineReconciler reconciler(KubernetesClient client) {
    var clock = Clock.systemUTC();
    var events = new EventRecorder(client, clock);
    return new CdcPipelineReconciler(
        DataFlow.stages(config),
        new StageContextFactory(client, clock, events, lanes),
        new SpecDefaults(),
        new StatusPatcher(client, events, new PipelineMetrics(registry)));
  }

  private void configure(ConfigurationServiceOverrider overrides, KubernetesClient client) {
    overrides
        .withKubernetesClient(client)
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
        .withConcurrentReconciliationThreads(RECONCILE_THREADS)
        .withConcurrentWorkflowExecutorThreads(1)
        .withReconciliationTerminationTimeout(STOP_WITHIN)
        .withPreviousAnnotationForDependentResources(false)
        .withDefaultNonSSAResource(Set.of())
        .withCacheSyncTimeout(Duration.ofSeconds(10))
        .withCloseClientOnStop(false);
    if (config.leaderElection()) {
      overrides.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR)
              .withLeaseNamespace(config.leaseNamespace())
              .withExitOnStopLeading(false)
              .withLeaderCallbacks(new LeaderCallbacks(() -> {}, this::leaseLost, leader -> {}))
              .build());
    }
  }

  /** What {@code /readyz} says. */
  boolean ready() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /**
   * A leader that lost its lease ends, and starts anew as a stand-by. Not the SDK's own exit: that
   * one also comes when we stop, inside the shutdown hook, where it would wait for itself for ever.
   */
  private void leaseLost() {
    if (!closing) {
      LOG.error("leader lease lost, exiting");
      new Thread(() -> System.exit(1), "lease-lost").start();
    }
  }

  @Override
  public void close() {
    closing = true;
    operator.stop();
    lanes.close();
    server.close();
  }
}
