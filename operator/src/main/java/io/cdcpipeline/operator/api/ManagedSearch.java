package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An Elasticsearch that this pipeline creates through ECK, with Filebeat. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedSearch(
    @JsonPropertyDescription("Elasticsearch and Filebeat version.")
        @Default("9.5.3")
        @Pattern("^v?[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$")
        String version,
    @JsonPropertyDescription("Number of nodes: 1, or 3 in production.")
        @Default("1")
        @Min(1)
        @Max(99)
        Integer nodes,
    @JsonPropertyDescription("Size of each volume.")
        @Default("5Gi")
        @Pattern("^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$")
        @ValidationRule(
            value = "quantity(self).compareTo(quantity(oldSelf)) >= 0",
            message = "storage can only grow: volumes cannot shrink")
        String storage,
    @JsonPropertyDescription(
            "Storage class of the volumes; absent: the cluster's default. Cannot change later.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @ValidationRule(
            value = "self == oldSelf",
            message = "storageClassName cannot change: existing volumes keep their class")
        String storageClassName,
    @JsonPropertyDescription("CPU and memory of each pod.")
        @Default(
            "{\"requests\":{\"cpu\":\"250m\",\"memory\":\"1536Mi\"},\"limits\":{\"memory\":\"1536Mi\"}}")
        Resources resources) {}
