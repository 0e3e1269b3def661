package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An existing TiDB cluster with TiCDC; the pipeline adds only schema, users and the changefeed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.ticdcCaSecret) || self.ticdcUrl.startsWith('https://')",
    message = "ticdcCaSecret needs a ticdcUrl that starts with https://")
public record ExistingDatabase(
    @JsonPropertyDescription("Host name of the SQL endpoint.")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^([A-Za-z0-9._-]+|[[][0-9A-Fa-f:.]+[]])$')",
            message =
                "host must be a host name such as tidb.db.svc and nothing else: the port goes into"
                    + " port")
        String host,
    @JsonPropertyDescription("Port of the SQL endpoint.") @Default("4000") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription("URL of the TiCDC Open API, e.g. http://ticdc.tidb.svc:8300.")
        @Required
        @ValidationRule(value = Rules.URL, message = Rules.URL_SAYS)
        @Size(max = 512)
        String ticdcUrl,
    @JsonPropertyDescription(
            "Secret with keys username and password of a user that may create the schema and users;"
                + " absent: root without a password.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String credentialsSecret,
    @JsonPropertyDescription(
            "TLS of the SQL endpoint; absent: encrypted if the server offers it, with any"
                + " certificate.")
        @Nullable
        ExistingDatabaseTls tls,
    @JsonPropertyDescription(
            "Secret with ca.crt of an https ticdcUrl; absent: the system's certificate"
                + " authorities.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String ticdcCaSecret) {}
