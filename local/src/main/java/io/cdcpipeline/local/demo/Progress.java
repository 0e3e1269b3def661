package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.Deadline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Prints condition changes of a pipeline until it is Ready. */
final class Progress {
  private final Steps steps;
  private final Supplier<GenericKubernetesResource> pipeline;
  private final Map<String, String> printed = new HashMap<>();

  Progress(Steps steps, Supplier<GenericKubernetesResource> pipeline) {
    this.steps = steps;
    this.pipeline = pipeline;
  }

  void awaitReady(Duration timeout, Supplier<Boolean> operatorAlive) {
    Deadline deadline = Deadline.in(timeout);
    while (!printChanges()) {
      if (!operatorAlive.get()) {
        throw DemoException.failed("The operator has exited; see its log.");
      }
      if (deadline.passed()) {
        throw DemoException.failed(
            "The pipeline is not Ready after %d s: %s"
                .formatted(timeout.toSeconds(), printed.getOrDefault("Ready", "no status yet")));
      }
      pause();
    }
  }

  /** Prints each condition whose text changed; true once Ready is True. */
  boolean printChanges() {
    GenericKubernetesResource now = pipeline.get();
    boolean ready = false;
    if (now != null && now.get("status", "conditions") instanceof List<?> conditions) {
      for (Object condition : conditions) {
        ready |= printIfChanged((Map<?, ?>) condition);
      }
    }
    return ready;
  }

  private boolean printIfChanged(Map<?, ?> condition) {
    String type = String.valueOf(condition.get("type"));
    boolean met = "True".equals(condition.get("status"));
    String text =
        met
            ? "yes"
            : "waiting, %s: %s".formatted(text(condition, "reason"), text(condition, "message"));
    if (!text.equals(printed.put(type, text))) {
      steps.report(type, text);
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
