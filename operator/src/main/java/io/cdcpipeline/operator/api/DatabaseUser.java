package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A SQL user that the pipeline creates and keeps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseUser(
    @JsonPropertyDescription("User name, created for every host.")
        @Required
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$')",
            message = "a user name consists of letters, digits, _, . and -, e.g. shop_admin")
        @ValidationRule(
            value = "self != 'root'",
            message = "root is the operator's own login: choose another user name")
        String name,
    @JsonPropertyDescription(
            "What the user may do, each as in GRANT: ALL ON shop.* or SELECT, INSERT ON"
                + " shop.orders.")
        @Size(max = 64)
        @ValidationRule(
            value =
                "self.all(p, p.matches('^[A-Z][A-Z_ ,]* ON"
                    + " ([*]|`?[A-Za-z0-9_$-]+`?)[.]([*]|`?[A-Za-z0-9_$-]+`?)$'))",
            message =
                "a privilege must be what goes between GRANT and TO, keywords in capitals, e.g."
                    + " ALL ON shop.* or SELECT, INSERT ON shop.orders")
        List<@Size(max = 256) String> privileges,
    @JsonPropertyDescription(
            "Secret with key password; absent: one is generated and named in"
                + " status.secrets.databaseUsers.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String passwordSecret) {}
