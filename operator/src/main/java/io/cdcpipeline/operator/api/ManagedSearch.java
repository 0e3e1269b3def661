package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.FreeObjects;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** An Elasticsearch that this pipeline creates through ECK, with Filebeat. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = FreeObjects.class, input = "config")
@ValidationRule(value = Rules.SAME_CLASS, message = Rules.SAME_CLASS_SAYS)
public record ManagedSearch(
    @JsonPropertyDescription("Elasticsearch and Filebeat version.")
        @Default(ManagedSearch.VERSION)
        @Size(max = 64)
        @ValidationRule(value = Rules.VERSION, message = Rules.VERSION_SAYS)
        String version,
    @JsonPropertyDescription("Number of nodes: 1, or 3 in production.")
        @Default("1")
        @Min(1)
        @Max(99)
        Integer nodes,
    @JsonPropertyDescription("Size of each volume.")
        @Default("5Gi")
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
            "{\"requests\":{\"cpu\":\"250m\",\"memory\":\"1536Mi\"},\"limits\":{\"memory\":\"1536Mi\"}}")
        Resources resources,
    @JsonPropertyDescription(
            "Namespaces whose pipelines may use this Elasticsearch by spec.search.existing; absent:"
                + " none.")
        @Size(max = 64)
        List<@Pattern(Rules.NAMESPACE) @Size(max = 63) String> allowFrom,
    @JsonPropertyDescription("Image of the nodes; absent: the one of ECK for the version.")
        @Pattern(Rules.IMAGE)
        @Size(max = 512)
        String image,
    @JsonPropertyDescription(
            "Settings of elasticsearch.yml; what the operators set themselves is refused by name.")
        Map<String, Object> config,
    @JsonPropertyDescription("How its pods differ from the default.") PodTemplate template) {
  static final String VERSION = "9.5.3";
}
