package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.endpoint.KafkaAddresses;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import io.cdcpipeline.operator.status.StatusSections;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/**
 * The changefeed of a pipeline. A reconcile never waits for TiCDC: it hands the desired changefeed
 * to a {@link ChangefeedReconciler} in the background and reports what that observed last.
 */
public final class ChangefeedStage implements Stage {
  static final String QUERY_KEY = "changefeed";
  private static final Duration FRESH_FOR_STABLE = Duration.ofSeconds(8);
  private static final Duration FRESH_FOR_UNSTABLE = Duration.ofSeconds(2);

  // Fewer than there are background threads: TiCDC takes minutes to give up on a dead Kafka.
  private final Semaphore slowSteps = new Semaphore(16);
  private static final int MAX_TRANSPORTS = 1000;

  private final HttpClient http = PinnedRequests.client("http://ticdc", Optional.empty());
  // TLS clients differ by the name and the authority that they trust.
  private final Map<List<String>, HttpClient> transports = new ConcurrentHashMap<>();
  private final Duration readTimeout;
  private final StepExecutor.Sleeper sleeper;
  private final BiFunction<CdcPipeline, SecretReader, TicdcEndpoint> endpoints;
  private final Map<String, PerPipeline> perPipeline = new ConcurrentHashMap<>();

  /** What is kept of one pipeline between reconciles. */
  private record PerPipeline(
      ChangefeedReconciler reconciler,
      CredentialFingerprint fingerprint,
      SinkCertificates certificates,
      PasswordRotation rotation,
      ResumeDeadline.Warning warning) {}

  public ChangefeedStage() {
    this(
        HttpChangefeedClient.READ_TIMEOUT,
        duration -> Thread.sleep(duration.toMillis()),
        TicdcEndpoint::of);
  }

  /**
   * For tests.
   *
   * @param sleeper waits until TiCDC may have done what it was asked
   * @param endpoints where the TiCDC of a pipeline is
   */
  ChangefeedStage(
      Duration readTimeout,
      StepExecutor.Sleeper sleeper,
      BiFunction<CdcPipeline, SecretReader, TicdcEndpoint> endpoints) {
    this.readTimeout = readTimeout;
    this.sleeper = sleeper;
    this.endpoints = endpoints;
  }

  @Override
  public ConditionType type() {
    return ConditionType.CHANGEFEED;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    PerPipeline mine = perPipeline.computeIfAbsent(key(context), key -> newPerPipeline(context));
    ChangefeedStatus before = ChangefeedStatusSection.before(context.pipeline());
    try {
      boolean created = new ChangefeedState.InConfigMap(context.appliedState()).read().created();
      DesiredChangefeed desired =
          DesiredChangefeedFactory.of(
              context, mine.fingerprint(), mine.certificates(), mine.rotation(), created);
      return desired.creatable() || created
          ? reconcileChangefeed(context, mine, desired, before)
          : report(context, mine, desired, before);
    } catch (StageException e) {
      return status(new Verdict(e.reason(), e.getMessage()), before);
    }
  }

  @Override
  public boolean cleanup(StageContext context) {
    boolean done = new ChangefeedCleanup(context, client(context, List.of()), sleeper).done();
    if (done) {
      perPipeline.remove(key(context));
    }
    return done;
  }

  private StageStatus reconcileChangefeed(
      StageContext context, PerPipeline mine, DesiredChangefeed desired, ChangefeedStatus before) {
    boolean queriedBefore = mine.reconciler().last().queried();
    var answer = pass(context, mine.reconciler(), desired, before);
    if (answer.failure() != null && answer.failure().reason() == Reason.AddressRefused) {
      throw answer.failure();
    }
    if (answer.failure() != null) {
      throw new StageException(
          Reason.ApiError, "the changefeed's state could not be recorded: " + answer.failure());
    }
    if (answer.isPending() && mine.reconciler().inProgress().isEmpty()) {
      String message = queriedBefore ? "applying the spec to the changefeed" : "querying TiCDC";
      return status(new Verdict(Reason.Progressing, message), before).asProvisional();
    }
    return report(context, mine, desired, before);
  }

  /** What the background thread works with outlives this reconcile: nothing holds its context. */
  private RemoteQueries.Answer<ObservedChangefeed> pass(
      StageContext context,
      ChangefeedReconciler reconciler,
      DesiredChangefeed desired,
      ChangefeedStatus before) {
    ChangefeedClient client = client(context, List.of(desired.sink().password()));
    ChangefeedState.Store store = new ChangefeedState.InConfigMap(context.appliedState());
    StepExecutor.Events events = context.events()::publish;
    long position = ChangefeedStatusSection.position(before);
    // TiCDC connects to whatever it is given, on behalf of whoever wrote the spec.
    boolean ownKafka = context.spec().kafka().existing() == null;
    ConnectionGuard sinkGuard = context.guard(ownKafka);
    String brokers = KafkaEndpoint.forTicdc(context.pipeline()).bootstrapServers();
    return context
        .background()
        .query(
            QUERY_KEY,
            List.of(
                desired.hash(),
                desired.nonce(),
                desired.suspended(),
                desired.certificates(),
                desired.rotation()),
            reconciler.last().isStable() ? FRESH_FOR_STABLE : FRESH_FOR_UNSTABLE,
            () -> {
              KafkaAddresses.check(brokers, sinkGuard);
              return reconciler.pass(client, desired, store, events, position);
            });
  }

  private StageStatus report(
      StageContext context, PerPipeline mine, DesiredChangefeed desired, ChangefeedStatus before) {
    ObservedChangefeed observed = mine.reconciler().last();
    ChangefeedHealth health =
        new ChangefeedHealth(
            desired, observed, mine.reconciler().inProgress(), context.clock().instant());
    mine.warning().publish(context.events()::publish, desired, observed, context.clock().instant());
    StageStatus status =
        status(
                health.ready(),
                health.flowing(),
                ChangefeedStatusSection.of(desired, observed, before, health.silent()))
            .withSection(ChangefeedHops.of(observed, health.silent()));
    return observed.undecided() ? status.asProvisional() : status;
  }

  private ChangefeedClient client(StageContext context, List<String> secrets) {
    var endpoint = endpoints.apply(context.pipeline(), context.secrets());
    boolean own = context.spec().database().existing() == null;
    return new HttpChangefeedClient(
        transport(endpoint), endpoint, SecretMasker.of(secrets), readTimeout, context.guard(own));
  }

  private HttpClient transport(TicdcEndpoint endpoint) {
    String url = endpoint.url();
    if (!url.startsWith("https:")) {
      return http;
    }
    if (endpoint.tls().isPresent()) {
      return endpoint.client();
    }
    if (transports.size() >= MAX_TRANSPORTS) {
      transports.clear();
    }
    return transports.computeIfAbsent(
        List.of(url, endpoint.ca().orElse("")), key -> endpoint.client());
  }

  private PerPipeline newPerPipeline(StageContext context) {
    return new PerPipeline(
        new ChangefeedReconciler(context.clock(), sleeper, slowSteps),
        new CredentialFingerprint(),
        new SinkCertificates(),
        new PasswordRotation(),
        new ResumeDeadline.Warning());
  }

  // By uid: a pipeline re-created under the same name inherits nothing from the old one.
  private static String key(StageContext context) {
    return String.valueOf(context.pipeline().getMetadata().getUid());
  }

  private static StageStatus status(Verdict verdict, ChangefeedStatus section) {
    return status(verdict, verdict, section);
  }

  private static StageStatus status(Verdict ready, Verdict flowing, ChangefeedStatus section) {
    return StageStatus.of(ready.reason(), ready.message())
        .withCondition(ConditionType.DATA_FLOWING, flowing.reason(), flowing.message())
        .withSection(StatusSections.of(section));
  }
}
