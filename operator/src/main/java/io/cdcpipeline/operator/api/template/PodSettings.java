package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Scheduling and security of pods, as in a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSettings(
    @JsonPropertyDescription("Nodes and pods to be near to or far from.") Affinity affinity,
    @JsonPropertyDescription("Taints that the pods tolerate.") @Size(max = 16)
        List<Toleration> tolerations,
    @JsonPropertyDescription("Labels that a node must have.")
        @Size(max = 16)
        @ValidationRule(value = Texts.KEYS, message = Texts.KEYS_SAYS)
        Map<String, @Pattern(Texts.LABEL_VALUE) @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription(
            "How the pods spread over nodes or zones; instead of the operator's own.")
        @Size(max = 8)
        List<TopologySpread> topologySpreadConstraints,
    @JsonPropertyDescription("A PriorityClass.") @Pattern(Texts.NAME) @Size(max = 253)
        String priorityClassName,
    @JsonPropertyDescription("Secrets with logins of registries.") @Size(max = 8)
        List<SecretName> imagePullSecrets,
    @JsonPropertyDescription("User, groups and profiles; instead of the operator's own.")
        PodSecurity securityContext) {}
