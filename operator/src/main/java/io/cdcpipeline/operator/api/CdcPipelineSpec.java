package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** What a user wants of one pipeline. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.consumer) || !has(self.consumer.redact) || self.consumer.redact.all(r,"
            + " self.changefeed.tables.exists(t, !t.startsWith('!') && (t == r.table ||"
            + " (t.startsWith('*.') && (t == '*.*' || r.table.endsWith(t.substring(1)))) ||"
            + " (t.endsWith('*') && r.table.startsWith(t.substring(0, t.size() - 1))) ||"
            + " t.contains('?') || t.contains('['))))",
    message =
        "consumer.redact names a table that no rule of changefeed.tables includes: redact only"
            + " tables that are sent")
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
        MonitoringSpec monitoring) {}
