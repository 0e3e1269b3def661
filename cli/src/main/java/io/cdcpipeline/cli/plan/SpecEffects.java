package io.cdcpipeline.cli.plan;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.StartFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the operator does with TiCDC, Elasticsearch and the data when fields of a spec change. */
final class SpecEffects {
  private static final List<String> SENT_TO_TICDC =
      List.of(
          "changefeed.tables",
          "changefeed.dispatch",
          "changefeed.maxMessageBytes",
          "changefeed.tablesWithoutKey",
          "changefeed.eventFilters",
          "changefeed.columnSelectors",
          "kafka.topic.partitions",
          "kafka.topic.replicas",
          "kafka.existing",
          "kafka.managed.tls");

  private final CdcPipeline before;
  private final CdcPipelineSpec from;
  private final CdcPipelineSpec to;
  private final List<FieldChange> fields;
  private final List<Effect> effects = new ArrayList<>();

  private SpecEffects(CdcPipeline before, CdcPipeline after, List<FieldChange> fields) {
    this.before = before;
    this.from = before.getSpec();
    this.to = after.getSpec();
    this.fields = fields;
  }

  /**
   * The effects.
   *
   * @param before with every default filled in, as {@code after}
   * @param fields how the two specs differ
   */
  static List<Effect> of(CdcPipeline before, CdcPipeline after, List<FieldChange> fields) {
    var effects = new SpecEffects(before, after, fields);
    effects.changefeed();
    effects.topic();
    effects.consumers();
    effects.search();
    effects.rest();
    return effects.effects;
  }

  private void changefeed() {
    if (!Objects.equals(from.changefeed().restartNonce(), to.changefeed().restartNonce())) {
      add(
          Effect.lose(
              ("the changefeed is removed and created again from %s; changes between %s and that"
                      + " are not sent, or are sent twice")
                  .formatted(start(to.changefeed().startFrom()), checkpoint())));
    } else if (SENT_TO_TICDC.stream().anyMatch(this::changes)) {
      add(
          Boolean.TRUE.equals(to.suspend())
              ? Effect.note("the changefeed gets its new configuration and stays paused")
              : Effect.pause("the changefeed is paused, updated and resumed where it was"));
    }
    var gone = new ArrayList<>(from.changefeed().tables());
    gone.removeAll(to.changefeed().tables());
    if (!gone.isEmpty()) {
      add(Effect.lose("changes of tables that only %s matched are no longer sent".formatted(gone)));
    }
    boolean paused = Boolean.TRUE.equals(from.suspend());
    boolean pauses = Boolean.TRUE.equals(to.suspend());
    if (!paused && pauses) {
      add(
          Effect.pause(
              "the changefeed is paused until spec.suspend is false again; it can be resumed"
                  + " without loss for about a day"));
    } else if (paused && !pauses) {
      add(Effect.note("the changefeed is resumed where it was"));
    }
  }

  private void topic() {
    if (changes("kafka.topic.partitions")) {
      add(
          Effect.note(
              "later changes of a row may be in another partition than earlier ones; the audit"
                  + " starts over"));
    }
  }

  private void consumers() {
    if (changes("consumer.replicas") && Objects.equals(to.consumer().replicas(), 0)) {
      add(Effect.pause("nobody reads the topic until consumer.replicas is at least 1"));
    }
    if (changes("consumer.redact")) {
      add(Effect.note("redaction concerns later lines only; what is indexed stays as it is"));
    }
    if (changes("replay") && to.replay() != null) {
      add(
          Effect.note(
              "changes are replayed from %s"
                  .formatted(
                      to.replay().from().timestamp() == null
                          ? "the earliest that Kafka has"
                          : to.replay().from().timestamp())));
    }
  }

  private void search() {
    if (changes("search.retentionDays")
        && to.search().retentionDays() < from.search().retentionDays()) {
      add(
          Effect.lose(
              "events older than %d days are deleted from Elasticsearch"
                  .formatted(to.search().retentionDays())));
    }
  }

  private void rest() {
    if (changes("deletionPolicy") && to.deletionPolicy() == DeletionPolicy.DELETE) {
      add(
          Effect.note(
              "from now on, deleting this pipeline also deletes its database, topics and events"));
    }
    if (changes("database.schema")) {
      add(Effect.note("the schema's SQL is run again"));
    }
  }

  private boolean changes(String field) {
    return fields.stream().anyMatch(change -> change.isAt(field));
  }

  private String checkpoint() {
    var status = before.getStatus();
    return status == null || status.changefeed() == null || status.changefeed().checkpoint() == null
        ? "its checkpoint"
        : "its checkpoint (" + status.changefeed().checkpoint() + ")";
  }

  private static String start(StartFrom start) {
    if (start == null || start.timestamp() == null && start.tso() == null) {
      return "now";
    }
    return start.timestamp() == null ? "TSO " + start.tso() : start.timestamp();
  }

  private void add(Effect effect) {
    effects.add(effect);
  }
}
