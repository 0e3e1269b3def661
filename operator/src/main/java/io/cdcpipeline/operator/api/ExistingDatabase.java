package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A TiDB cluster with TiCDC that is already there; only schema, users and the changefeed are ours.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExistingDatabase(
    @JsonPropertyDescription("Host name of the SQL endpoint.") @Required @Size(min = 1, max = 253)
        String host,
    @JsonPropertyDescription("Port of the SQL endpoint.") @Default("4000") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription("URL of the TiCDC Open API, e.g. http://ticdc.tidb.svc:8300.")
        @Required
        @Pattern("^https?://[^/?#]+/?$")
        @Size(max = 512)
        String ticdcUrl,
    @JsonPropertyDescription(
            "Secret with keys username and password of a user that may create the schema and users;"
                + " absent: root without a password.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String credentialsSecret) {}
