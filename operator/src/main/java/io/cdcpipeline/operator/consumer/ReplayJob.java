package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;

/**
 * The consumer as a Job that replays a part of the topic. Created once for each nonce and never
 * changed: a Job's pods are immutable, and what it replays is decided when it starts.
 */
final class ReplayJob {
  private static final String NONCE = "cdcpipeline.io/replay-nonce";
  private static final String FROM = "cdcpipeline.io/replay-from";
  private static final String TO = "cdcpipeline.io/replay-to";
  private static final String STARTED = "cdcpipeline.io/replay-started";
  private static final String MISSING = "cdcpipeline.io/replay-missing";
  private static final ManifestTemplate BASE = ManifestTemplate.load(ReplayJob.class, "job.yaml");

  /** A Job's pod is one, has no probes, and ends by itself. */
  private static final PodPlaces PLACES =
      ConsumerPod.PLACES.without(
          PodSetting.TOPOLOGY_SPREAD,
          PodSetting.STARTUP_PROBE,
          PodSetting.LIVENESS_PROBE,
          PodSetting.READINESS_PROBE);

  private ReplayJob() {}

  /**
   * The Job.
   *
   * @param defaultImage the image if the spec names none
   * @param missing what Kafka no longer has, for people
   */
  static GenericKubernetesResource desired(
      CdcPipeline pipeline, String defaultImage, ReplayPlan plan, Optional<String> missing) {
    var names = ResourceNames.of(pipeline);
    var consumer = pipeline.getSpec().consumer();
    var memory = ConsumerMemory.ofReplay(pipeline.getSpec());
    // What suffices for a few partitions may be too little for one pod that reads them all.
    var given = memory.shortage(consumer.resources()).isEmpty() ? consumer.resources() : null;
    var manifest =
        BASE.named(names, names.replay(), ComponentName.REPLAY)
            .setAll("/metadata/annotations", annotations(plan))
            .set("/spec/completions", plan.parts());
    missing.ifPresent(text -> manifest.setAll("/metadata/annotations", Map.of(MISSING, text)));
    new ConsumerPod(pipeline, defaultImage, ComponentName.REPLAY)
        .in(manifest, memory.resources(given), ConsumerEnvironment.ofReplay(pipeline, plan));
    return PLACES.write(manifest, consumer.template(), Map.of()).build();
  }

  private static Map<String, String> annotations(ReplayPlan plan) {
    return Map.of(
        NONCE,
        String.valueOf(plan.nonce()),
        FROM,
        plan.from(),
        TO,
        plan.to().toString(),
        STARTED,
        plan.startedAt().toString());
  }

  static boolean isOf(HasMetadata job, long nonce) {
    return String.valueOf(nonce).equals(annotation(job, NONCE));
  }

  static String from(HasMetadata job) {
    return annotation(job, FROM);
  }

  static String to(HasMetadata job) {
    return annotation(job, TO);
  }

  static String startedAt(HasMetadata job) {
    return annotation(job, STARTED);
  }

  /** What Kafka no longer had at the start; null if it had everything. */
  static String missing(HasMetadata job) {
    return annotation(job, MISSING);
  }

  /** Whether it writes on only as what it has written is found. */
  static boolean waits(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .anyMatch(variable -> variable.getName().equals(ConsumerEnvironment.REPLAY_ID));
  }

  private static String annotation(HasMetadata job, String name) {
    var annotations = job.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }
}
