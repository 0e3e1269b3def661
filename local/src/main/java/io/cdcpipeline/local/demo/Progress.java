package io.cdcpipeline.local.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows how the conditions of a pipeline change, and waits until it is Ready. */
final class Progress {
  private final Steps steps;
  private final Supplier<GenericKubernetesResource> pipeline;
  private final Map<String, String> told = new HashMap<>();

  Progress(Steps steps, Supplier<GenericKubernetesResource> pipeline) {
    this.steps = steps;
    this.pipeline = pipeline;
  }

  void awaitReady(Duration timeout, Supplier<Boolean> operatorAlive) {
    Instant deadline = Instant.now().plus(timeout);
    while (!tellChanges()) {
      if (!operatorAlive.get()) {
        throw DemoException.failed("The operator has ended; its log says why.");
      }
      if (Instant.now().isAfter(deadline)) {
        throw DemoException.failed(
            "The pipeline is not Ready after %d s: %s"
                .formatted(timeout.toSeconds(), told.getOrDefault("Ready", "no status yet")));
      }
      pause();
    }
  }

  /** Tells each condition that reads differently than before; true once Ready is. */
  boolean tellChanges() {
    GenericKubernetesResource now = pipeline.get();
    boolean ready = false;
    if (now != null && now.get("status", "conditions") instanceof List<?> conditions) {
      for (Object condition : conditions) {
        ready |= tell((Map<?, ?>) condition);
      }
    }
    return ready;
  }

  private boolean tell(Map<?, ?> condition) {
    String type = String.valueOf(condition.get("type"));
    boolean met = "True".equals(condition.get("status"));
    String text =
        met
            ? "yes"
            : "waiting, %s: %s".formatted(text(condition, "reason"), text(condition, "message"));
    if (!text.equals(told.put(type, text))) {
      steps.say(type, text);
    }
    return met && type.equals("Ready");
  }

  private static String text(Map<?, ?> condition, String field) {
    return condition.get(field) == null ? "" : condition.get(field).toString();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    }
  }
}
