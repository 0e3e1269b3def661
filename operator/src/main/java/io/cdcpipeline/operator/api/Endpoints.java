package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where to connect, from inside the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Endpoints(
    @JsonPropertyDescription("host:port of TiDB.") String sql,
    @JsonPropertyDescription("Bootstrap servers.") String kafka,
    @JsonPropertyDescription("URL of Elasticsearch.") String elasticsearch,
    @JsonPropertyDescription("URL of the consumer's metrics.") String metrics) {}
