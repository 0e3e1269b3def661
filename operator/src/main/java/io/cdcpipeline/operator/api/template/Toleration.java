package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** A taint that pods tolerate. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Toleration(
    @JsonPropertyDescription("Of the taint; absent with Exists: every taint.")
        @Pattern(Texts.KEY)
        @Size(max = 317)
        String key,
    @JsonPropertyDescription("Equal, the default, or Exists.") TolerationOperator operator,
    @JsonPropertyDescription("Of the taint, with Equal.")
        @Pattern(Texts.LABEL_VALUE)
        @Size(max = 63)
        String value,
    @JsonPropertyDescription("Absent: every effect.") TaintEffect effect,
    @JsonPropertyDescription("With NoExecute: how long pods stay.") Long tolerationSeconds) {}
