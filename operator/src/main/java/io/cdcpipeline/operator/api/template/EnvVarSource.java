package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the value of an environment variable is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.secretKeyRef), has(self.configMapKeyRef), has(self.fieldRef)].filter(x,"
            + " x).size() == 1",
    message = "valueFrom must have exactly one of secretKeyRef, configMapKeyRef and fieldRef")
public record EnvVarSource(
    @JsonPropertyDescription("In a Secret.") KeyReference secretKeyRef,
    @JsonPropertyDescription("In a ConfigMap.") KeyReference configMapKeyRef,
    @JsonPropertyDescription("In the pod itself.") FieldReference fieldRef) {}
