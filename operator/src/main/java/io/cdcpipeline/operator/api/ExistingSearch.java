package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An existing Elasticsearch. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExistingSearch(
    @JsonPropertyDescription("URL, e.g. https://logs-es-http.logs.svc:9200.")
        @Required
        @ValidationRule(value = Rules.URL, message = Rules.URL_SAYS)
        @Size(max = 512)
        String url,
    @JsonPropertyDescription(
            "Secret with keys username and password of a user that may manage templates and"
                + " the indices cdc-events-* and cdc-heartbeats-*; absent: no authentication.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String credentialsSecret,
    @JsonPropertyDescription("Secret with ca.crt; absent: the system's certificate authorities.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String caSecret) {}
