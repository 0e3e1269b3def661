package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes Events of pipelines. A repeated reason and message is published once in ten minutes; a
 * failure to write an event never disturbs the work it reports.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final Duration REPEAT_AFTER = Duration.ofMinutes(10);
  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_MESSAGE_LENGTH = 1000;

  private record Key(String uid, Reason reason, String message) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<Key, Instant> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Instant> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Events of one pipeline. */
  public record ForPipeline(EventRecorder recorder, CdcPipeline pipeline) {
    /** Publishes a step or a failure; the reason's severity makes it Normal or Warning. */
    public void publish(Reason reason, String message) {
      recorder.record(pipeline, reason, message);
    }
  }

  public ForPipeline forPipeline(CdcPipeline pipeline) {
    return new ForPipeline(this, pipeline);
  }

  private void record(CdcPipeline pipeline, Reason reason, String message) {
    var now = clock.instant();
    var text =
        message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH);
    if (!isNew(new Key(pipeline.getMetadata().getUid(), reason, text), now)) {
      return;
    }
    try {
      client.resource(event(pipeline, reason, text, now)).create();
    } catch (KubernetesClientException e) {
      LOG.atDebug()
          .addKeyValue("namespace", pipeline.getMetadata().getNamespace())
          .addKeyValue("name", pipeline.getMetadata().getName())
          .addKeyValue("error", e.getMessage())
          .log("event not written");
    }
  }

  private synchronized boolean isNew(Key key, Instant now) {
    var before = recent.get(key);
    if (before != null && now.isBefore(before.plus(REPEAT_AFTER))) {
      return false;
    }
    recent.put(key, now);
    return true;
  }

  private static Event event(CdcPipeline pipeline, Reason reason, String message, Instant now) {
    var at = now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(pipeline.getMetadata().getName() + ".")
        .withNamespace(pipeline.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(pipeline.getApiVersion())
        .withKind(pipeline.getKind())
        .withName(pipeline.getMetadata().getName())
        .withNamespace(pipeline.getMetadata().getNamespace())
        .withUid(pipeline.getMetadata().getUid())
        .endInvolvedObject()
        .withType(type(reason.severity()))
        .withReason(reason.name())
        .withMessage(message)
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withCount(1)
        .withNewSource()
        .withComponent(Labels.OPERATOR)
        .endSource()
        .build();
  }

  private static String type(Severity severity) {
    return switch (severity) {
      case OK, SUSPENDED, PROGRESSING -> "Normal";
      case WARNING, DEGRADED, ACTION_REQUIRED -> "Warning";
    };
  }
}
