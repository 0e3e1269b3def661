package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A SQL user that the pipeline creates and keeps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseUser(
    @JsonPropertyDescription("User name, created for every host.")
        @Required
        @Pattern("^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,30}[A-Za-z0-9_])?$")
        String name,
    @JsonPropertyDescription(
            "What the user may do, each as in GRANT: ALL ON shop.* or SELECT, INSERT ON"
                + " shop.orders.")
        @Size(max = 64)
        List<
                @Pattern("^[A-Z][A-Z ,]* ON ([*]|`?[A-Za-z0-9_$-]+`?)[.]([*]|`?[A-Za-z0-9_$-]+`?)$")
                @Size(max = 256) String>
            privileges,
    @JsonPropertyDescription(
            "Secret with key password; absent: one is generated and named in"
                + " status.secrets.databaseUsers.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String passwordSecret) {}
