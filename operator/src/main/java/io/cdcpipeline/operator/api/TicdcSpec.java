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
import java.util.List;

/** TiCDC: the nodes that run the changefeed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.SAME_CLASS, message = Rules.SAME_CLASS_SAYS)
public record TicdcSpec(
    @JsonPropertyDescription("Number of TiCDC nodes: 1, or 2 and more in production.")
        @Default("1")
        @Min(1)
        @Max(99)
        Integer replicas,
    @JsonPropertyDescription("Size of a volume for the sorter; absent: the container's own disk.")
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
            "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"512Mi\"},\"limits\":{\"memory\":\"2Gi\"}}")
        Resources resources,
    @JsonPropertyDescription(
            "Namespaces whose pipelines may use this TiCDC by spec.database.existing.ticdcUrl;"
                + " absent: none.")
        @Size(max = 64)
        List<@Pattern(Rules.NAMESPACE) @Size(max = 63) String> allowFrom,
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
