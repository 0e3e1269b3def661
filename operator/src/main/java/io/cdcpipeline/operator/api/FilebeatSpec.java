package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Filebeat: one pod on every node, for the managed and for an existing Elasticsearch. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilebeatSpec(
    @JsonPropertyDescription("Image; absent: the one of ECK for the version.")
        @Pattern(Rules.IMAGE)
        @Size(max = 512)
        String image,
    @JsonPropertyDescription(
            "CPU and memory of each pod; absent: half a core at most, enough for some 4,000 changes"
                + " a second and node.")
        Resources resources,
    @JsonPropertyDescription("How its pods differ from the default.") PodTemplate template) {}
