package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.ConsumerStatus;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.endpoint.KafkaAddresses;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The consumer that counts and logs every change. */
public final class ConsumerStage implements Stage {
  private static final Duration LAG_FRESH_FOR = Duration.ofSeconds(24);

  private final String defaultImage;
  private final ConsumerLag lag;
  private final ReplayReconciler replay;
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  public ConsumerStage(String defaultImage) {
    this(defaultImage, new KafkaConsumerLag(), new KafkaReplayLookup());
  }

  ConsumerStage(String defaultImage, ConsumerLag lag, ReplayLookup lookup) {
    this(defaultImage, lag, lookup, new HttpReplayClient());
  }

  ConsumerStage(String defaultImage, ConsumerLag lag, ReplayLookup lookup, ReplayClient replays) {
    this.defaultImage = defaultImage;
    this.lag = lag;
    this.replay = new ReplayReconciler(defaultImage, lookup, replays);
  }

  @Override
  public ConditionType type() {
    return ConditionType.CONSUMER;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    return replay.addTo(context, consumers(context));
  }

  private StageStatus consumers(StageContext context) {
    var invalid = ConsumerChildren.problem(context.pipeline());
    if (invalid.isPresent()) {
      return refused(context, Reason.InvalidSpec, invalid.get());
    }
    context
        .children()
        .applyUnlessUnchanged(
            ComponentName.CONSUMER, List.of(), () -> applySupportingResources(context));
    var shortage =
        ConsumerMemory.of(context.spec()).shortage(context.spec().consumer().resources());
    if (shortage.isPresent()) {
      return refused(context, Reason.InsufficientMemory, shortage.get());
    }
    if (existing(context).isEmpty() && !context.ready(ConditionType.KAFKA)) {
      return StageStatus.waiting("waiting for KafkaReady before starting consumers");
    }
    applyDeployment(context);
    return existing(context)
        .map(live -> status(context, live))
        .orElseGet(() -> StageStatus.progressing("the consumers' Deployment was deleted"));
  }

  /** A Deployment that exists stays as it is. */
  private StageStatus refused(StageContext context, Reason reason, String message) {
    var refused = StageStatus.of(reason, message);
    return existing(context)
        .map(live -> withSections(refused, context, deployment(live)))
        .orElse(refused);
  }

  private static Optional<GenericKubernetesResource> existing(StageContext context) {
    return context.children().get(ResourceKind.DEPLOYMENT, context.names().consumer());
  }

  /** Everything but the Deployment. */
  private static void applySupportingResources(StageContext context) {
    var config = ConsumerConfigMap.desired(context.names(), context.spec());
    ConsumerChildren.supporting(context.pipeline(), config).forEach(context.children()::apply);
    redactionKey(context);
  }

  private void applyDeployment(StageContext context) {
    var kafka = KafkaEndpoint.forConsumer(context.pipeline());
    var credentials = Credentials.of(context, kafka.login(), kafka.secrets()).rollout();
    var children = context.children();
    children.applyUnlessUnchanged(
        ComponentName.CONSUMER,
        "deployment",
        credentials,
        () -> children.apply(deployment(context, credentials)));
  }

  private GenericKubernetesResource deployment(StageContext context, String credentials) {
    var config = ConsumerConfigMap.desired(context.names(), context.spec());
    var settings = config.<Map<String, Object>>get("data").toString();
    return ConsumerDeployment.desired(
        context.pipeline(),
        defaultImage,
        Map.of(
            ConsumerDeployment.SETTINGS,
            context.secrets().checksum(settings, List.of()),
            ConsumerDeployment.CREDENTIALS,
            credentials));
  }

  @Override
  public boolean cleanup(StageContext context) {
    if (context.spec().deletionPolicy() == DeletionPolicy.DELETE) {
      context.children().prune(ResourceKind.SECRET, ComponentName.CONSUMER, Set.of());
    }
    return true;
  }

  private static void redactionKey(StageContext context) {
    var name = context.names().redactKeySecret();
    if (ConsumerEnvironment.hashes(context.pipeline())) {
      // Hashes in the index compare equal only as long as the key stays the same.
      context.secrets().generated(name, ComponentName.CONSUMER, Map.of(), true);
    } else {
      context.children().prune(ResourceKind.SECRET, ComponentName.CONSUMER, Set.of());
    }
  }

  private StageStatus status(StageContext context, GenericKubernetesResource live) {
    var names = context.names();
    var deployment = deployment(live);
    int partitions = context.spec().kafka().topic().partitions();
    var namespace = context.namespaceReader();
    var status =
        PodDiagnostics.explain(
            ConsumerReadiness.of(
                deployment,
                partitions,
                first -> PodDiagnostics.lastRefusal(namespace, names.consumer(), first)),
            namespace,
            Labels.selector(names, ComponentName.CONSUMER));
    return withSections(status, context, deployment);
  }

  /** Without the pods' template: most of it, and nobody asks about that. */
  private Deployment deployment(GenericKubernetesResource live) {
    var replicas = live.<Map<String, Object>>get("spec").get("replicas");
    return serialization.convertValue(
        Map.of(
            "metadata", Map.of("generation", live.getMetadata().getGeneration()),
            "spec", Map.of("replicas", replicas),
            "status", Objects.requireNonNullElse(live.get("status"), Map.of())),
        Deployment.class);
  }

  private StageStatus withSections(
      StageStatus status, StageContext context, Deployment deployment) {
    var names = context.names();
    int replicas =
        deployment.getStatus() == null ? 0 : orZero(deployment.getStatus().getReplicas());
    var progress = progress(context);
    return status
        .withSection(
            StatusSections.of(
                new ConsumerStatus(
                    replicas,
                    ConsumerReadiness.readyReplicas(deployment),
                    lag(context, progress),
                    selector(names))))
        .withSection(hops(context, progress))
        .withSection(StatusSections.of(new Endpoints(null, null, null, metricsUrl(names))));
  }

  /** Null while unknown. */
  private static Long lag(StageContext context, Optional<Answer<ConsumerProgress>> progress) {
    if (progress.isEmpty()) {
      return null;
    }
    if (progress.get().isPending()) {
      return previousLag(context);
    }
    return progress.get().value() == null ? null : progress.get().value().lag();
  }

  private static StatusSections hops(
      StageContext context, Optional<Answer<ConsumerProgress>> progress) {
    if (context.spec().consumer().replicas() == 0) {
      return both(HopReading.unknown(context.clock().instant())); // nobody reads, as was asked for
    }
    return progress
        .filter(answer -> answer.value() != null)
        .map(answer -> answer.value().hops(answer.at()))
        .orElseGet(() -> both(HopReading.SILENT));
  }

  private static StatusSections both(HopReading reading) {
    return StatusSections.of(Hop.KAFKA, reading).and(StatusSections.of(Hop.CONSUMER, reading));
  }

  /** Empty without a Kafka to ask. */
  private Optional<Answer<ConsumerProgress>> progress(StageContext context) {
    if (!context.ready(ConditionType.KAFKA)) {
      return Optional.empty();
    }
    var pipeline = context.pipeline();
    var endpoint = KafkaEndpoint.forConsumer(pipeline);
    var client = KafkaClientProperties.of(endpoint, context.secrets());
    boolean own = context.spec().kafka().existing() == null;
    var guard = context.guard(own);
    var group = context.names().consumerGroup();
    var topic = KafkaEndpoint.topic(pipeline);
    var queries = context.background();
    return Optional.of(
        queries.query(
            "consumer-lag",
            client,
            queries.forLoad(LAG_FRESH_FOR),
            () -> {
              KafkaAddresses.check(endpoint.bootstrapServers(), guard);
              return ConsumerProgress.of(lag.of(client, group, topic));
            }));
  }

  private static Long previousLag(StageContext context) {
    var status = context.pipeline().getStatus();
    return status == null || status.consumer() == null ? null : status.consumer().lag();
  }

  /** As kubectl writes selectors, for the scale subresource. */
  private static String selector(ResourceNames names) {
    return String.join(
        ",",
        new TreeMap<>(Labels.selector(names, ComponentName.CONSUMER))
            .entrySet().stream().map(l -> l.getKey() + "=" + l.getValue()).toList());
  }

  private static String metricsUrl(ResourceNames names) {
    return "http://"
        + names.service(names.consumer())
        + ":"
        + ResourceNames.METRICS_PORT
        + "/metrics";
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }
}
