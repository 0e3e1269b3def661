package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How pods spread; the operator adds the selector of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TopologySpread(
    @JsonPropertyDescription("How many pods more one place may have than another.")
        @Required
        @Min(1)
        @Max(100)
        Integer maxSkew,
    @JsonPropertyDescription("With DoNotSchedule: fewest places.") @Min(1) @Max(100)
        Integer minDomains,
    @JsonPropertyDescription("The label of nodes that names a place.")
        @Required
        @Pattern(Texts.KEY)
        @Size(max = 317)
        String topologyKey,
    @JsonPropertyDescription("DoNotSchedule or ScheduleAnyway.") @Required
        UnsatisfiableAction whenUnsatisfiable,
    @JsonPropertyDescription("Whether affinity limits the places.")
        NodeInclusion nodeAffinityPolicy,
    @JsonPropertyDescription("Whether taints limit the places.") NodeInclusion nodeTaintsPolicy,
    @JsonPropertyDescription("Labels of pods that tell revisions apart.") @Size(max = 8)
        List<@Pattern(Texts.KEY) @Size(max = 317) String> matchLabelKeys) {}
