package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * How the pods of one component differ from what the operator makes of them by itself. What is
 * absent stays as it is.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
    @JsonPropertyDescription("Of the pods.") TemplateMetadata metadata,
    @JsonPropertyDescription("Where the pods run, and as whom.") PodSettings pod,
    @JsonPropertyDescription("The component's own container.") ContainerSettings container,
    @JsonPropertyDescription("The identity of the pods.") ServiceAccountSettings serviceAccount) {}
