package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import java.util.Map;

/**
 * Affinity as in a pod. Its three parts are not in the CRD, which their full schema, eleven times,
 * would make too large for kubectl apply; the operator checks them.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = FreeObjects.class, input = "nodeAffinity,podAffinity,podAntiAffinity")
public record Affinity(
    @JsonPropertyDescription("To nodes, as in a pod.") Map<String, Object> nodeAffinity,
    @JsonPropertyDescription("To pods, as in a pod.") Map<String, Object> podAffinity,
    @JsonPropertyDescription("Away from pods, as in a pod.") Map<String, Object> podAntiAffinity) {}
