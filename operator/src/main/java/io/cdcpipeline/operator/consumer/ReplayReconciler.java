package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.ReplaySpec;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.endpoint.KafkaAddresses;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runs the replay of each nonce once: Kafka is asked what it still has, the Job is created, and its
 * end is followed. Whether its lines have come to Elasticsearch is seen by the search stage. A
 * replay that fails leaves the consumers' condition True, because they are not concerned.
 */
final class ReplayReconciler {
  /**
   * In {@link io.cdcpipeline.operator.kubernetes.AppliedState}: the nonce that was started last.
   */
  private static final String STARTED = "replay";

  private static final Duration SCOPE_FRESH_FOR = Duration.ofMinutes(1);

  /** The status is written no more often for it. */
  private static final Duration POSITION_FRESH_FOR = Duration.ofSeconds(10);

  private static final String SEARCH_IS_OFF =
      "waiting for its lines to be found, for which nobody looks since spec.search.enabled is"
          + " false: change nonce to replay without";

  private final String defaultImage;
  private final ReplayLookup lookup;
  private final ReplayClient client;
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  ReplayReconciler(String defaultImage, ReplayLookup lookup, ReplayClient client) {
    this.defaultImage = defaultImage;
    this.lookup = lookup;
    this.client = client;
  }

  /** Takes the next step and adds the replay to the status of the consumers. */
  StageStatus addTo(StageContext context, StageStatus consumers) {
    var before = before(context);
    var spec = context.spec().replay();
    if (spec == null) {
      return before
          .flatMap(status -> withdraw(context, status))
          .map(status -> consumers.withSection(StatusSections.of(status)))
          .orElse(consumers);
    }
    var mine = before.filter(status -> status.nonce().equals(spec.nonce()));
    var now = attempt(context, spec, mine);
    return withFailure(now, consumers).withSection(StatusSections.of(now));
  }

  private static Optional<ReplayStatus> before(StageContext context) {
    var status = context.pipeline().getStatus();
    return status == null ? Optional.empty() : Optional.ofNullable(status.replay());
  }

  /** Empty once the Job is gone. */
  private static Optional<ReplayStatus> withdraw(StageContext context, ReplayStatus status) {
    try {
      return remove(context) ? Optional.empty() : Optional.of(status);
    } catch (StageException | KubernetesClientException e) {
      return Optional.of(status.withMessage("its Job cannot be removed: " + e.getMessage()));
    }
  }

  private static StageStatus withFailure(ReplayStatus replay, StageStatus consumers) {
    if (replay.state() != ReplayState.FAILED || consumers.verdict().reason() != Reason.Ready) {
      return consumers;
    }
    var message =
        "%s; replay %d failed: %s"
            .formatted(consumers.verdict().message(), replay.nonce(), replay.message());
    return StageStatus.of(Reason.ReplayFailed, message).withSection(consumers.sections());
  }

  /** What goes wrong here must not concern the consumers. */
  private ReplayStatus attempt(StageContext context, ReplaySpec spec, Optional<ReplayStatus> mine) {
    try {
      return reconcile(context, spec, mine);
    } catch (StageException e) {
      return waiting(spec, mine, e.getMessage());
    } catch (KubernetesClientException e) {
      return waiting(spec, mine, StageException.of(e).getMessage());
    }
  }

  private static ReplayStatus waiting(
      ReplaySpec spec, Optional<ReplayStatus> mine, String message) {
    return mine.map(status -> status.withMessage(message))
        .orElseGet(() -> ReplayStatus.waiting(spec.nonce(), message));
  }

  private ReplayStatus reconcile(
      StageContext context, ReplaySpec spec, Optional<ReplayStatus> mine) {
    var state = mine.map(ReplayStatus::state).orElse(ReplayState.WAITING);
    if (state == ReplayState.SUCCEEDED) {
      remove(context);
      return mine.get();
    }
    if (state == ReplayState.FAILED) {
      return mine.get(); // its Job stays, for its log
    }
    var job = context.children().get(ResourceKind.JOB, context.names().replay());
    if (job.isPresent() && !ReplayJob.isOf(job.get(), spec.nonce())) {
      remove(context);
      return waiting(spec, mine, "waiting for the Job of the previous replay to be removed");
    }
    if (state == ReplayState.INDEXING) {
      return mine.get();
    }
    if (job.isEmpty()) {
      return start(context, spec, mine);
    }
    context.appliedState().put(STARTED, String.valueOf(spec.nonce()));
    return follow(context, running(spec, mine, job.get()), job.get());
  }

  /** A status that was not written when the operator ended is in the Job's annotations. */
  private static ReplayStatus running(
      ReplaySpec spec, Optional<ReplayStatus> mine, GenericKubernetesResource job) {
    return mine.filter(status -> status.state() == ReplayState.RUNNING)
        .map(status -> status.withMessage(ReplayJob.missing(job)))
        .orElseGet(() -> created(spec, job));
  }

  private static ReplayStatus created(ReplaySpec spec, GenericKubernetesResource job) {
    return ReplayStatus.started(
        spec.nonce(),
        ReplayJob.from(job),
        ReplayJob.to(job),
        ReplayJob.startedAt(job),
        ReplayJob.missing(job));
  }

  private ReplayStatus follow(
      StageContext context, ReplayStatus running, GenericKubernetesResource live) {
    var job = serialization.convertValue(live, Job.class);
    var labels = Labels.selector(context.names(), ComponentName.REPLAY);
    var pods = context.namespaceReader().pods(labels);
    boolean indexed = context.spec().search().enabled();
    var position = position(context, running, pods);
    var seen = ReplayProgress.of(running, job, pods, position, indexed, now(context));
    boolean unconfirmed = seen.state() == ReplayState.RUNNING && !indexed && ReplayJob.waits(job);
    var now = unconfirmed ? seen.withMessage(SEARCH_IS_OFF) : explained(context, seen, job, pods);
    if (now.state() == ReplayState.FAILED) {
      context
          .events()
          .publish(Reason.ReplayFailed, "replay %d: %s".formatted(now.nonce(), now.message()));
    } else if (now.state() == ReplayState.SUCCEEDED) {
      context
          .events()
          .publish(
              Reason.ReplaySucceeded,
              "replay %d wrote %d lines".formatted(now.nonce(), now.lines()));
    }
    return now;
  }

  /** A Job that may not create its pod waits for ever, and only its events say so. */
  private static ReplayStatus explained(
      StageContext context, ReplayStatus status, Job job, List<Pod> pods) {
    if (status.state() != ReplayState.RUNNING || ReplayProgress.hasPod(job)) {
      return status;
    }
    var workload = ResourceKind.JOB.kind() + "/" + job.getMetadata().getName();
    return PodDiagnostics.refusal(context.namespaceReader(), workload, pods)
        .map(status::withMessage)
        .orElse(status);
  }

  /** Of the pod that runs; empty while it does not say. */
  private Optional<ReplayPosition> position(
      StageContext context, ReplayStatus running, List<Pod> pods) {
    return ReplayProgress.address(pods)
        .map(
            address ->
                context
                    .background()
                    .query(
                        "replay-position",
                        List.of(running.nonce(), address),
                        POSITION_FRESH_FOR,
                        () -> client.position(address)))
        .map(Answer::value);
  }

  private ReplayStatus start(StageContext context, ReplaySpec spec, Optional<ReplayStatus> mine) {
    var invalid = ConsumerChildren.problem(context.pipeline());
    if (invalid.isPresent()) {
      throw new StageException(Reason.InvalidSpec, invalid.get());
    }
    var nonce = String.valueOf(spec.nonce());
    if (context.appliedState().get(STARTED).filter(nonce::equals).isPresent()) {
      return waiting(spec, mine, "")
          .finished(
              ReplayState.FAILED,
              now(context).toString(),
              "this nonce was started before and its Job is gone: change nonce to replay again");
    }
    if (!context.ready(ConditionType.KAFKA)) {
      return waiting(spec, mine, "waiting for KafkaReady");
    }
    if (context.spec().search().enabled() && !indexes(context)) {
      return waiting(spec, mine, "waiting for SearchReady: Filebeat has to ship the lines");
    }
    var scope = scope(context, nonce);
    if (scope.failure() != null) {
      return waiting(spec, mine, scope.failure().getMessage());
    }
    return scope.value() == null
        ? waiting(spec, mine, "asking Kafka from when on it has records")
        : create(context, spec, scope.value());
  }

  /** Lost events are what a replay is for, so they must not keep it waiting. */
  private static boolean indexes(StageContext context) {
    return context.wasReady(ConditionType.SEARCH)
        || context.reported(ConditionType.SEARCH, Reason.EventsMissing).isPresent()
        || context.reported(ConditionType.SEARCH, Reason.EventsDropped).isPresent();
  }

  private Answer<ReplayScope> scope(StageContext context, String nonce) {
    var endpoint = KafkaEndpoint.forConsumer(context.pipeline());
    var client = KafkaClientProperties.of(endpoint, context.secrets());
    var guard = context.guard(context.spec().kafka().existing() == null);
    var topic = KafkaEndpoint.topic(context.pipeline());
    var clock = context.clock();
    return context
        .background()
        .query(
            "replay-scope",
            List.of(nonce, topic, client),
            SCOPE_FRESH_FOR,
            () -> {
              KafkaAddresses.check(endpoint.bootstrapServers(), guard);
              return ReplayScope.of(lookup.of(client, topic), clock.instant());
            });
  }

  private ReplayStatus create(StageContext context, ReplaySpec spec, ReplayScope scope) {
    var plan = ReplayPlan.of(spec, scope.oldest(), context.clock().instant());
    var from = ReplayPlan.from(spec.from());
    if (from.isAfter(plan.to())) {
      return ReplayStatus.waiting(spec.nonce(), "")
          .finished(
              ReplayState.FAILED,
              now(context).toString(),
              "replay.from.timestamp is in the future: it has to be before now, " + now(context));
    }
    var gap = spec.from().timestamp() == null ? Optional.<String>empty() : scope.gap(from);
    gap.ifPresent(text -> context.events().publish(Reason.ReplayIncomplete, text));
    var job =
        context.children().apply(ReplayJob.desired(context.pipeline(), defaultImage, plan, gap));
    context.appliedState().put(STARTED, String.valueOf(spec.nonce()));
    context
        .events()
        .publish(
            Reason.ReplayStarted,
            "replay %d from %s to %s, %s"
                .formatted(
                    plan.nonce(),
                    plan.from(),
                    plan.to(),
                    plan.tables().isEmpty() ? "all tables" : String.join(", ", plan.tables())));
    return created(spec, job);
  }

  private static Instant now(StageContext context) {
    return context.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }

  /** True once there is no Job. */
  private static boolean remove(StageContext context) {
    return context.children().delete(ResourceKind.JOB, context.names().replay());
  }
}
