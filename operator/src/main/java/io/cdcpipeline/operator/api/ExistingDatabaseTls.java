package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** TLS towards the SQL endpoint of an existing database. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.caSecret) || !has(self.mode) || self.mode in ['verify-identity', 'verify-ca']",
    message = "caSecret needs mode verify-identity or verify-ca: the others check no certificate")
public record ExistingDatabaseTls(
    @JsonPropertyDescription(
            "verify-identity checks the certificate and its host name, verify-ca the certificate"
                + " only; require encrypts without a check, and disabled does not encrypt.")
        @Default("verify-identity")
        TlsMode mode,
    @JsonPropertyDescription(
            "Secret with ca.crt of the server; absent: the system's certificate authorities.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String caSecret) {}
