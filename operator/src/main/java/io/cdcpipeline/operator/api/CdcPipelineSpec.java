package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** The desired state of a pipeline. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.consumer) || !has(self.consumer.redact) || self.consumer.redact.all(r,"
            + " self.changefeed.tables.exists(t, !t.startsWith('!') && (!t.matches("
            + CdcPipelineSpec.PLAIN
            + ") || t.lowerAscii() == r.table.lowerAscii() || t == '*.*' || r.table == '*.*' ||"
            + " (t.startsWith('*.') && r.table.lowerAscii().endsWith(t.lowerAscii().substring(1)))"
            + " || (r.table.startsWith('*.') &&"
            + " t.lowerAscii().endsWith(r.table.lowerAscii().substring(1))) || (t.endsWith('*') &&"
            + " r.table.lowerAscii().startsWith(t.lowerAscii().substring(0, t.size() - 1))) ||"
            + " (r.table.endsWith('*') &&"
            + " t.lowerAscii().startsWith(r.table.lowerAscii().substring(0, r.table.size() -"
            + " 1))))))",
    message =
        "consumer.redact names a table that no rule of changefeed.tables includes: redact only"
            + " tables that are replicated")
@ValidationRule(
    value =
        "!has(self.kafka) || !has(self.kafka.topic) || !has(self.kafka.topic.name) ||"
            + " !has(self.consumer) || !has(self.consumer.deadLetter) ||"
            + " !has(self.consumer.deadLetter.topic) || self.consumer.deadLetter.topic !="
            + " self.kafka.topic.name",
    message =
        "consumer.deadLetter.topic must differ from kafka.topic.name: the consumer would"
            + " read its own dead letters")
@ValidationRule(
    value =
        "!has(self.kafka) || !has(self.kafka.topic) || !has(self.kafka.topic.name) ||"
            + " size(self.kafka.topic.name) <= 245 || (has(self.consumer) &&"
            + " has(self.consumer.deadLetter) && has(self.consumer.deadLetter.topic))",
    message =
        "kafka.topic.name leaves no room for -dlt: use at most 245 characters, or set"
            + " consumer.deadLetter.topic")
public record CdcPipelineSpec(
    @JsonPropertyDescription("true pauses the changefeed; everything else stays up.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "Retain: TiDB, Kafka and Elasticsearch outlive the pipeline. Delete: nothing is left.")
        @Default("Retain")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("Where the row changes come from.") @Default("{\"managed\":{}}")
        DatabaseSpec database,
    @JsonPropertyDescription("What carries the changes.") @Default("{\"managed\":{}}")
        KafkaSpec kafka,
    @JsonPropertyDescription("Which changes are sent.") @Required ChangefeedSpec changefeed,
    @JsonPropertyDescription("What counts and logs the changes.") @Default("{}")
        ConsumerSpec consumer,
    @JsonPropertyDescription("Where events can be searched.") @Default("{\"managed\":{}}")
        SearchSpec search,
    @JsonPropertyDescription("Metrics, dashboards and alerts.") @Default("{}")
        MonitoringSpec monitoring,
    @JsonPropertyDescription(
            "Changes that are in the topic and whose documents are missing: writes them again."
                + " Removing it also removes its Job.")
        ReplaySpec replay) {
  /** Table rules simple enough to be compared in CEL; TiCDC matches the others. */
  static final String PLAIN =
      "'^([*][.]([*]|[-a-zA-Z0-9_$]+)|[-a-zA-Z0-9_$]+[.]([*]|[-a-zA-Z0-9_$]+[*]?))$'";
}
