package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Placement drivers of TiDB: they hold the cluster metadata and the changefeeds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.SAME_CLASS, message = Rules.SAME_CLASS_SAYS)
public record PdSpec(
    @JsonPropertyDescription("Number of PD members: 1, or 3 in production.")
        @Default("1")
        @Min(1)
        @Max(7)
        Integer replicas,
    @JsonPropertyDescription("Size of each PD volume.")
        @Default("2Gi")
        @Size(max = 32)
        @ValidationRule(value = Rules.STORAGE, message = Rules.STORAGE_SAYS)
        @ValidationRule(value = Rules.GROWS, message = Rules.GROWS_SAYS)
        String storage,
    @JsonPropertyDescription(
            "Storage class of the volumes; absent: the cluster's default. Cannot change later.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String storageClassName,
    @JsonPropertyDescription("CPU and memory of each pod.")
        @Default(
            "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"256Mi\"},\"limits\":{\"memory\":\"1Gi\"}}")
        Resources resources,
    @JsonPropertyDescription(
            "Image, e.g. of a registry of your own; without a tag, version is the tag.")
        @Pattern(Rules.REPOSITORY)
        @Size(max = 512)
        String image,
    @JsonPropertyDescription(
            "Its own configuration, as TOML; what the operators set themselves is refused by name.")
        @Size(max = 32768)
        String config,
    @JsonPropertyDescription("How its pods differ from the default.") PodTemplate template)
    implements Component {}
