package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.kubernetes.NamespaceReader;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.search.FilebeatHistory.Problem;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what Filebeat's pods count, in the background: at most {@link FilebeatPods#MAX_REQUESTS}
 * requests a pipeline and minute, one a pod. A pod that does not answer is not judged, because the
 * hop to Elasticsearch shows whether changes arrive.
 */
final class FilebeatWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FilebeatWatch.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration PODS_KNOWN_FOR = Duration.ofMinutes(5);

  /** So many that do not answer in a row: probably none does. */
  private static final int MAX_SILENT = 3;

  private final FilebeatClient client;
  private final Duration auditGrace;
  private final Map<ResourceNames, Known> known = new ConcurrentHashMap<>();

  /** What is known of a pipeline's pods; histories by the name of the pod. */
  private record Known(
      Instant listedAt, FilebeatPods pods, long rounds, Map<String, FilebeatHistory> histories) {}

  private record Finding(String pod, Problem problem) {}

  /**
   * Knows of no pods.
   *
   * @param auditGrace after which the audit says whether what was dropped is missing
   */
  FilebeatWatch(FilebeatClient client, Duration auditGrace) {
    this.client = client;
    this.auditGrace = auditGrace;
  }

  /** The status of the stage, or what Filebeat's counters say against it. */
  StageStatus watched(StageContext context, StageStatus status) {
    if (!status.isReady()) {
      return status;
    }
    var names = context.names();
    var reader = context.namespaceReader();
    var clock = context.clock();
    var answer =
        context
            .background()
            .query("filebeat-statistics", "", INTERVAL, () -> round(names, reader, clock));
    return Optional.ofNullable(answer.value())
        .orElseGet(() -> asBefore(context))
        .map(verdict -> status.withVerdict(verdict.reason(), verdict.message()))
        .orElse(status);
  }

  void forget(ResourceNames pipeline) {
    known.remove(pipeline);
  }

  /** While nothing new is known. */
  private static Optional<Verdict> asBefore(StageContext context) {
    return Stream.of(Reason.EventsDropped, Reason.EventsRefused, Reason.EventsWaiting)
        .flatMap(reason -> context.reported(ConditionType.SEARCH, reason).stream())
        .map((Condition before) -> new Verdict(Reason.valueOf(before.reason()), before.message()))
        .findFirst();
  }

  private Optional<Verdict> round(ResourceNames names, NamespaceReader reader, Clock clock) {
    var now = clock.instant();
    var last = known.get(names);
    boolean current = last != null && now.isBefore(last.listedAt().plus(PODS_KNOWN_FOR));
    var pods = current ? last.pods() : list(names, reader);
    long rounds = last == null ? 0 : last.rounds();
    var histories = new HashMap<String, FilebeatHistory>();
    if (last != null) {
      histories.putAll(last.histories());
    }
    boolean complete = read(pods.inRound(rounds), histories, now);
    if (!current) {
      histories.keySet().retainAll(pods.names());
    }
    // A pod that is gone is replaced under another address, which the next round looks up.
    var listedAt = !current ? now : complete ? last.listedAt() : Instant.EPOCH;
    known.put(names, new Known(listedAt, pods, rounds + 1, Map.copyOf(histories)));
    return verdict(names, histories);
  }

  private static FilebeatPods list(ResourceNames names, NamespaceReader reader) {
    var consumers = new ArrayList<Pod>();
    for (var component : List.of(ComponentName.CONSUMER, ComponentName.REPLAY)) {
      consumers.addAll(reader.pods(Labels.selector(names, component)));
    }
    return FilebeatPods.of(reader.pods(FilebeatManifest.podLabels(names)), consumers);
  }

  /** Whether every pod has answered. */
  private boolean read(
      List<FilebeatPods.FilebeatPod> pods, Map<String, FilebeatHistory> histories, Instant now) {
    int silent = 0;
    for (var pod : pods) {
      try {
        var statistics = client.statistics(pod.address());
        var before = histories.getOrDefault(pod.name(), FilebeatHistory.NONE);
        histories.put(pod.name(), before.with(now, statistics));
      } catch (StageException e) {
        silent++;
        histories.remove(pod.name());
        LOG.atDebug().addKeyValue("error", e.getMessage()).log("Filebeat does not answer");
      }
      if (silent == MAX_SILENT) {
        break;
      }
    }
    return silent == 0;
  }

  private Optional<Verdict> verdict(ResourceNames names, Map<String, FilebeatHistory> histories) {
    return histories.entrySet().stream()
        .flatMap(
            pod ->
                pod.getValue().problem(auditGrace).map(p -> new Finding(pod.getKey(), p)).stream())
        .min(
            Comparator.comparing((Finding finding) -> finding.problem().reason())
                .thenComparing(Finding::pod))
        .map(finding -> verdict(names, finding));
  }

  private static Verdict verdict(ResourceNames names, Finding finding) {
    var reason = finding.problem().reason();
    var atLeast = atLeast(finding.problem().events());
    var what =
        switch (reason) {
          case EventsDropped ->
              "Elasticsearch rejected at least %s for good, and Filebeat dropped them"
                  .formatted(atLeast);
          case EventsRefused ->
              "Filebeat has at least %s and has delivered nothing for %d minutes"
                  .formatted(atLeast, FilebeatHistory.STUCK_AFTER.toMinutes());
          default ->
              "at least %s wait in Filebeat and do not get fewer: they come faster than Elasticsearch takes them"
                  .formatted(atLeast);
        };
    return new Verdict(
        reason,
        "%s; its log has the reason: kubectl logs -n %s %s"
            .formatted(what, names.namespace(), finding.pod()));
  }

  /** Rounded down to a power of ten, so that the status is not written every minute. */
  private static String atLeast(long events) {
    long rounded = 1;
    while (rounded <= events / 10) {
      rounded *= 10;
    }
    return rounded == 1 ? "1 event" : rounded + " events";
  }
}
