package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An environment variable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.value) && has(self.valueFrom))",
    message = "env accepts value or valueFrom, not both")
public record EnvVar(
    @JsonPropertyDescription("Its name.") @Required @Pattern(Texts.VARIABLE) @Size(max = 253)
        String name,
    @JsonPropertyDescription("Its value.") @Size(max = 4096) String value,
    @JsonPropertyDescription("Where its value is, instead of value.") EnvVarSource valueFrom) {}
