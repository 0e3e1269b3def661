package io.cdcpipeline.cli.plan;

import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.plan.ChildChange.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the operators of the children do when these change: restarts, volumes, deletions. */
final class ChildEffects {
  private static final String[] TIDB = {
    "PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup", "TidbCluster"
  };

  private ChildEffects() {}

  static List<Effect> of(List<ChildChange> changes) {
    var effects = new ArrayList<Effect>();
    for (var change : changes) {
      consumer(change, effects);
      tidb(change, effects);
      kafka(change, effects);
      search(change, effects);
    }
    passwords(changes, effects);
    return effects;
  }

  private static void passwords(List<ChildChange> changes, List<Effect> effects) {
    var gone =
        changes.stream()
            .filter(change -> change.action() == Action.delete && change.isOf("Secret"))
            .map(change -> change.child().getMetadata().getName())
            .toList();
    if (!gone.isEmpty()) {
      effects.add(
          Effect.lose("generated Secrets are deleted: %s".formatted(String.join(", ", gone))));
    }
  }

  private static void consumer(ChildChange change, List<Effect> effects) {
    if (change.isOf("Deployment") && change.touches("spec.template")) {
      effects.add(
          Effect.restart(
              "the consumers restart one after the other; no row is lost or counted twice"));
    } else if (change.isOf("Deployment") && change.touches("spec.replicas")) {
      effects.add(Effect.note("the partitions are reassigned among the consumers"));
    }
  }

  private static void tidb(ChildChange change, List<Effect> effects) {
    if (!change.isOf(TIDB) || change.action() != Action.change) {
      return;
    }
    if (change.fields().stream().anyMatch(ChildEffects::restartsTidb)) {
      effects.add(
          Effect.restart("%s: its pods restart one after the other".formatted(change.name())));
    }
    if (change.fields().stream().anyMatch(ChildEffects::isStorage)) {
      effects.add(
          Effect.note(
              "%s: its volumes grow, if their StorageClass allows it".formatted(change.name())));
    }
    if (change.fields().stream().anyMatch(f -> f.path().endsWith("replicas") && shrinks(f))) {
      effects.add(
          Effect.note(
              "%s: data moves off the pods that go, which can take long".formatted(change.name())));
    }
  }

  private static boolean restartsTidb(FieldChange field) {
    return !isStorage(field)
        && !field.path().endsWith("replicas")
        && !field.path().equals("spec.pvReclaimPolicy")
        && field.isAt("spec");
  }

  private static boolean isStorage(FieldChange field) {
    return field.path().matches(".*(storage|storageClassName|requests\\.storage|size)$");
  }

  private static boolean shrinks(FieldChange field) {
    return field.from() != null
        && field.to() != null
        && field.to().asLong() < field.from().asLong();
  }

  private static void kafka(ChildChange change, List<Effect> effects) {
    boolean brokers =
        change.isOf("KafkaNodePool") && change.touches("spec.resources")
            || change.isOf("Kafka")
                && (change.touches("spec.kafka.version")
                    || change.touches("spec.kafka.listeners")
                    || change.touches("spec.kafka.config"));
    if (brokers) {
      effects.add(Effect.restart("the Kafka brokers restart one after the other"));
    }
    for (var field : change.fields()) {
      if (field.path().equals("spec.config.retention.ms") && shrinks(field)) {
        effects.add(
            Effect.lose(
                ("%s: Kafka deletes changes older than %s, which can then no longer be read or"
                        + " replayed")
                    .formatted(
                        change.name(), PlainText.age(Duration.ofMillis(field.to().asLong())))));
      }
    }
    if (change.isOf("KafkaNodePool")
        && change.fields().stream().anyMatch(ChildEffects::isStorage)) {
      effects.add(
          Effect.note(
              "%s: its volumes grow, if their StorageClass allows it".formatted(change.name())));
    }
  }

  private static void search(ChildChange change, List<Effect> effects) {
    if (change.isOf("Elasticsearch") && change.action() == Action.delete) {
      effects.add(Effect.lose("Elasticsearch and every event in it are deleted"));
    } else if (change.isOf("Elasticsearch")
        && (change.touches("spec.nodeSets") || change.touches("spec.version"))) {
      effects.add(Effect.restart("Elasticsearch's nodes restart or grow one after the other"));
    }
    if (change.isOf("Beat") && change.action() == Action.change) {
      effects.add(
          Effect.restart(
              "Filebeat's pods restart; what they have not sent stays in the log files"));
    }
  }
}
