package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** TLS towards an existing Kafka. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.caSecret) || has(self.clientSecret)",
    message =
        "TiCDC accepts a private certificate authority only together with a client certificate: set"
            + " clientSecret (keys tls.crt, tls.key) too")
public record ExistingKafkaTls(
    @JsonPropertyDescription(
            "Secret with ca.crt of the brokers; absent: the system's certificate authorities.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String caSecret,
    @JsonPropertyDescription(
            "Secret with tls.crt and tls.key; TiCDC needs one as soon as caSecret is set.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String clientSecret) {}
