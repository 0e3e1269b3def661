package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;

/** The consumer deployment. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsumerStatus(
    @JsonPropertyDescription("Consumers that exist.") @StatusReplicas Integer replicas,
    @JsonPropertyDescription("Consumers that are ready.") Integer readyReplicas,
    @JsonPropertyDescription("Records of the topic that are not yet processed.") Long lag,
    @JsonPropertyDescription("Label selector of the consumer pods.") @LabelSelector
        String selector) {}
