package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A TiDB cluster with TiCDC that this pipeline creates through TiDB Operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedDatabase(
    @JsonPropertyDescription("TiDB and TiCDC version; downgrades are not possible.")
        @Default(ManagedDatabase.VERSION)
        @Size(max = 64)
        @ValidationRule(value = Rules.VERSION, message = Rules.VERSION_SAYS)
        String version,
    @JsonPropertyDescription(
            "true: PD, TiKV, TiDB and TiCDC use TLS among each other, and TiCDC's API demands a"
                + " client certificate; their Secrets have to exist (docs/security.md). Cannot"
                + " change later.")
        @Default("false")
        @ValidationRule(value = "self == oldSelf", message = Rules.SAME_TLS_SAYS)
        Boolean tls,
    @JsonPropertyDescription("Placement drivers.") @Default("{}") PdSpec pd,
    @JsonPropertyDescription("Storage nodes.") @Default("{}") TikvSpec tikv,
    @JsonPropertyDescription("SQL nodes.") @Default("{}") TidbSpec tidb,
    @JsonPropertyDescription("TiCDC nodes.") @Default("{}") TicdcSpec ticdc) {
  static final String VERSION = "v8.5.7";
}
