package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The main container of a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSettings(
    @JsonPropertyDescription("Added to the environment.") @Size(max = 64) List<EnvVar> env,
    @JsonPropertyDescription("Of the container; instead of the operator's own.")
        ContainerSecurity securityContext,
    @JsonPropertyDescription("When probes are made; what they ask stays.") Probes probes) {}
