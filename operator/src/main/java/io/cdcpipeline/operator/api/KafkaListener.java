package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.FreeObjects;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** A listener of Strimzi's beside those that the pipeline itself uses. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = FreeObjects.class, input = "configuration,networkPolicyPeers")
@ValidationRule(
    value = "self.authentication != 'tls' || self.tls",
    message = "authentication tls needs tls: true")
public record KafkaListener(
    @JsonPropertyDescription("Its name.") @Required @Pattern("^[a-z0-9]{1,11}$") @Size(max = 11)
        String name,
    @JsonPropertyDescription("Its port.") @Required @Min(9092) @Max(65535) Integer port,
    @JsonPropertyDescription("How clients reach it.") @Required KafkaListenerType type,
    @JsonPropertyDescription("Whether the connection is encrypted.") @Required Boolean tls,
    @JsonPropertyDescription("How clients prove who they are, as a KafkaUser of Strimzi.") @Required
        KafkaListenerAuthentication authentication,
    @JsonPropertyDescription("Addresses, certificates and Services, as in Strimzi's Kafka.")
        Map<String, Object> configuration,
    @JsonPropertyDescription("Who may connect, as in a NetworkPolicy; absent: everybody.")
        @Size(max = 16)
        List<Map<String, Object>> networkPolicyPeers) {}
