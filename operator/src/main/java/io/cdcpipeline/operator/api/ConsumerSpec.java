package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/** The consumer that counts and logs every row change. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsumerSpec(
    @JsonPropertyDescription("Container image; absent: the one released with the operator.")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value =
                "self.matches('^[A-Za-z0-9][A-Za-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$')",
            message = "image must have a tag or digest, e.g. cdc-pipeline-consumer:1.2.3")
        @ValidationRule(
            value = "!self.endsWith(':latest')",
            message = "use a version: the tag latest can change under a running pipeline")
        String image,
    @JsonPropertyDescription("Number of consumers; more than partitions would be idle.")
        @Default("1")
        @Min(0)
        @Max(1000)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription(
            "CPU and memory of each pod; absent: cpu 100m, and memory 256Mi with a limit of 384Mi,"
                + " or more if changefeed.maxMessageBytes and the partitions per consumer need it.")
        @Nullable
        Resources resources,
    @JsonPropertyDescription("Columns to redact.") @Size(max = 16) List<Redaction> redact,
    @JsonPropertyDescription("Where undecodable records go.") @Default("{}")
        DeadLetterSpec deadLetter,
    @JsonPropertyDescription("How its pods, and those of a replay, differ from the default.")
        PodTemplate template) {}
