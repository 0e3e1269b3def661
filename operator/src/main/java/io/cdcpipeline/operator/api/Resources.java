package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** CPU and memory a container asks for and may use, as in a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resources(
    @JsonPropertyDescription("Guaranteed amounts, e.g. cpu: 250m, memory: 512Mi.")
        Map<String, Quantity> requests,
    @JsonPropertyDescription("Upper bounds; memory above its limit kills the container.")
        Map<String, Quantity> limits) {}
