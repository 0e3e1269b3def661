package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Loki to which a collector of the cluster ships the logs of pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LokiSearch(
    @JsonPropertyDescription("URL of the query API, e.g. http://loki-gateway.loki.svc:80.")
        @Required
        @ValidationRule(value = Rules.URL, message = Rules.URL_SAYS)
        @Size(max = 512)
        String url,
    @JsonPropertyDescription("Sent as X-Scope-OrgID; absent: a Loki without tenants.")
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9!_.*()-]+([|][A-Za-z0-9!_.*()-]+)*$')",
            message =
                "a tenant consists of letters, digits and ! - _ . * ( ), several are separated by"
                    + " |")
        @Size(max = 150)
        String tenant,
    @JsonPropertyDescription(
            "Secret with keys username and password for basic authentication; absent: none.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String credentialsSecret,
    @JsonPropertyDescription("Secret with ca.crt; absent: the system's certificate authorities.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String caSecret) {}
