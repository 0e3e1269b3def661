package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.ValidationRule;

/** Searchable events: Elasticsearch, managed (the default) or existing, or an existing Loki. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.managed) && has(self.existing))",
    message = "search accepts managed or existing, not both")
@ValidationRule(
    value = "!has(self.loki) || !(has(self.managed) || has(self.existing))",
    message = "search accepts one of managed, existing and loki")
@ValidationRule(
    value = "has(self.existing) == has(oldSelf.existing)",
    message = "search cannot switch between managed and existing: create another pipeline")
@ValidationRule(
    value = "has(self.loki) == has(oldSelf.loki)",
    message = "search cannot switch to Loki or away from it: create another pipeline")
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
    @JsonPropertyDescription(
            "An existing Loki, instead of Elasticsearch: no Filebeat, the cluster's own collector"
                + " ships the consumers' lines.")
        LokiSearch loki,
    @JsonPropertyDescription("Full days of events to keep.") @Default("7") @Min(1) @Max(3650)
        Integer retentionDays,
    @JsonPropertyDescription("What ships the events, on every node.") FilebeatSpec filebeat) {

  /** Whether events are in Elasticsearch, managed or existing. */
  public boolean hasElasticsearch() {
    return !Boolean.FALSE.equals(enabled) && loki == null;
  }
}
