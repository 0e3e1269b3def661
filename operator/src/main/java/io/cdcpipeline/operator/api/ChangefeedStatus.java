package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The changefeed as TiCDC shows it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangefeedStatus(
    @JsonPropertyDescription("Changefeed id in TiCDC.") String id,
    @JsonPropertyDescription("State that TiCDC reports.") String state,
    @JsonPropertyDescription("Time up to which every change is in Kafka.") String checkpoint,
    @JsonPropertyDescription("Age of the checkpoint, rounded.") Long lagSeconds,
    @JsonPropertyDescription(
            "While suspended: after this time TiDB may have deleted what is needed to resume.")
        String resumableUntil,
    @JsonPropertyDescription("The error that TiCDC reports.") String error) {}
