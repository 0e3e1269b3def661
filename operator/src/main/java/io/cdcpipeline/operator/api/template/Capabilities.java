package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Capabilities of Linux, without CAP_. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Capabilities(
    @JsonPropertyDescription("Given, e.g. NET_BIND_SERVICE.") @Size(max = 16)
        List<@Pattern(Texts.CAPABILITY) @Size(max = 64) String> add,
    @JsonPropertyDescription("Taken, e.g. ALL.") @Size(max = 16)
        List<@Pattern(Texts.CAPABILITY) @Size(max = 64) String> drop) {}
