package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.ValidationRule;

/** The Kafka cluster and topic that carry the changes: managed (the default) or existing. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.managed) && has(self.existing))",
    message = "kafka accepts managed or existing, not both")
@ValidationRule(
    value = "has(self.existing) == has(oldSelf.existing)",
    message = "kafka cannot switch between managed and existing: create another pipeline")
@ValidationRule(value = Rules.MANAGED_KAFKA_STAYS, message = Rules.MANAGED_STAYS_SAYS)
@ValidationRule(value = Rules.NOT_BELOW_DEFAULT, message = Rules.GROWS_SAYS)
@ValidationRule(
    value =
        "!has(self.topic) || !has(self.topic.replicas) || has(self.existing) ||"
            + " self.topic.replicas <= (has(self.managed) ? self.managed.replicas : 1)",
    message =
        "topic.replicas cannot be more than managed.replicas: each replica needs its own node")
public record KafkaSpec(
    @JsonPropertyDescription("A Kafka cluster created for this pipeline.") @Nullable
        ManagedKafka managed,
    @JsonPropertyDescription("An existing Kafka cluster, instead of managed.")
        ExistingKafka existing,
    @JsonPropertyDescription("The topic of the changes.") @Default("{}") TopicSpec topic) {}
