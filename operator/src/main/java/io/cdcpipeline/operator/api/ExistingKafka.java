package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An existing Kafka cluster; the pipeline adds only its topics. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExistingKafka(
    @JsonPropertyDescription("Comma-separated host:port list.")
        @Required
        @ValidationRule(
            value = Rules.BROKERS,
            message =
                "bootstrapServers must be host:port, or several separated by commas without spaces;"
                    + " an IPv6 address goes into brackets")
        @Size(max = 2048)
        String bootstrapServers,
    @JsonPropertyDescription(
            "Secret with keys username and password, and mechanism when it is not SCRAM-SHA-512;"
                + " absent: no authentication.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String credentialsSecret,
    @JsonPropertyDescription("Absent: no TLS.") @Nullable ExistingKafkaTls tls) {}
