package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Names of Secrets that hold credentials; never their contents. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretNames(
    @JsonPropertyDescription("Root of TiDB.") String databaseRoot,
    @JsonPropertyDescription("SQL users.") List<String> databaseUsers,
    @JsonPropertyDescription("Kafka users.") List<String> kafkaUsers,
    @JsonPropertyDescription("Elasticsearch users.") List<String> elasticsearch) {}
