package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Kafka cluster that is already there; only the topic is ours. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExistingKafka(
    @JsonPropertyDescription("Comma-separated host:port list.")
        @Required
        @Pattern("^[^\\s,:/]+:[0-9]{1,5}(,[^\\s,:/]+:[0-9]{1,5})*$")
        @Size(max = 2048)
        String bootstrapServers,
    @JsonPropertyDescription(
            "Secret with keys username and password, and mechanism when it is not SCRAM-SHA-512;"
                + " absent: no authentication.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String credentialsSecret,
    @JsonPropertyDescription("Absent: no TLS.") ExistingKafkaTls tls) {}
