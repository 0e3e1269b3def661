package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The probes of a container. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probes(
    @JsonPropertyDescription("Whether it has started.") ProbeTimings startup,
    @JsonPropertyDescription("Whether it must be restarted.") ProbeTimings liveness,
    @JsonPropertyDescription("Whether it is ready.") ProbeTimings readiness) {}
