package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** The replay of one nonce. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayStatus(
    @JsonPropertyDescription("The nonce of the spec that this is about.") @Required Long nonce,
    @JsonPropertyDescription("Waiting, Running, Indexing, Succeeded or Failed.") @Required
        ReplayState state,
    @JsonPropertyDescription("The first commit time, or earliest.") String from,
    @JsonPropertyDescription("The last commit time, fixed when the replay starts.") String to,
    @JsonPropertyDescription("Parts that are done, of how many.") String progress,
    @JsonPropertyDescription(
            "Of the records of all parts, those that are read; while it runs, as of ten seconds"
                + " ago.")
        Integer percent,
    @JsonPropertyDescription("Lines written so far, heartbeats apart.") Long lines,
    @JsonPropertyDescription(
            "While it runs: the partitions with most left to read, at most 20, of the part that"
                + " runs.")
        List<ReplayedPartition> partitions,
    @JsonPropertyDescription("Until they are found in Elasticsearch: the last line of each part.")
        List<ReplayedLine> lastLines,
    @JsonPropertyDescription("When the Job was created.") String startedAt,
    @JsonPropertyDescription("When it succeeded or failed.") String finishedAt,
    @JsonPropertyDescription("What it waits for, what is missing, or why it failed.")
        String message) {

  /** One that has not started. */
  public static ReplayStatus waiting(Long nonce, String message) {
    return new ReplayStatus(
        nonce, ReplayState.WAITING, null, null, null, null, null, null, null, null, null, message);
  }

  /** One whose Job has been created. */
  public static ReplayStatus started(
      Long nonce, String from, String to, String startedAt, String message) {
    return new ReplayStatus(
        nonce,
        ReplayState.RUNNING,
        from,
        to,
        null,
        null,
        null,
        null,
        null,
        startedAt,
        null,
        message);
  }

  public ReplayStatus withMessage(String other) {
    return new ReplayStatus(
        nonce,
        state,
        from,
        to,
        progress,
        percent,
        lines,
        partitions,
        lastLines,
        startedAt,
        finishedAt,
        other);
  }

  /** How far it has come: of its parts, and within them. */
  public ReplayStatus at(
      String parts, Integer percentRead, Long written, List<ReplayedPartition> behind) {
    return new ReplayStatus(
        nonce,
        state,
        from,
        to,
        parts,
        percentRead,
        written,
        behind,
        lastLines,
        startedAt,
        finishedAt,
        message);
  }

  /** Every line is written; these have to be found. */
  public ReplayStatus indexing(Long written, List<ReplayedLine> last, String text) {
    return new ReplayStatus(
        nonce,
        ReplayState.INDEXING,
        from,
        to,
        progress,
        100,
        written,
        null,
        last,
        startedAt,
        null,
        text);
  }

  /** The end of it. */
  public ReplayStatus finished(ReplayState end, String at, String text) {
    return new ReplayStatus(
        nonce, end, from, to, progress, percent, lines, null, null, startedAt, at, text);
  }
}
