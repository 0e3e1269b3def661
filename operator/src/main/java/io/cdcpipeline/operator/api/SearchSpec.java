package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.ValidationRule;

/** Searchable events in Elasticsearch: managed (the default) or existing. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.managed) && has(self.existing))",
    message = "search accepts managed or existing, not both")
@ValidationRule(
    value = "has(self.existing) == has(oldSelf.existing)",
    message = "search cannot switch between managed and existing: create another pipeline")
@ValidationRule(value = Rules.MANAGED_SEARCH_STAYS, message = Rules.MANAGED_STAYS_SAYS)
@ValidationRule(value = Rules.NOT_BELOW_DEFAULT, message = Rules.GROWS_SAYS)
public record SearchSpec(
    @JsonPropertyDescription("false: no Elasticsearch and no Filebeat; counters and logs stay.")
        @Default("true")
        Boolean enabled,
    @JsonPropertyDescription("An Elasticsearch created for this pipeline.") @Nullable
        ManagedSearch managed,
    @JsonPropertyDescription("An existing Elasticsearch, instead of managed.")
        ExistingSearch existing,
    @JsonPropertyDescription("Full days of events to keep.") @Default("7") @Min(1) @Max(3650)
        Integer retentionDays,
    @JsonPropertyDescription("What ships the events, on every node.") FilebeatSpec filebeat) {}
