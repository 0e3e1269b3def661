package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One hop on a change's way from the database to its document. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HopStatus(
    @JsonPropertyDescription("database, changefeed, kafka, consumer or search.") @Required
        String name,
    @JsonPropertyDescription(
            "How far everything up to this hop is behind the database, rounded; absent: unknown.")
        Long lagSeconds,
    @JsonPropertyDescription("While this hop holds changes up: the last time it advanced.")
        String since) {}
