package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** Metrics, dashboards and alerts through kube-prometheus. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonitoringSpec(
    @JsonPropertyDescription("false: no monitors, dashboards and alerts.") @Default("true")
        Boolean enabled,
    @JsonPropertyDescription("Labels by which Prometheus selects monitors and rules.")
        @Default("{\"release\":\"kps\"}")
        Map<String, String> labels,
    @JsonPropertyDescription("Namespace in which Grafana looks for data sources.")
        @Default("monitoring")
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 63)
        String grafanaNamespace,
    @JsonPropertyDescription("Whether Grafana gets the data source and dashboards.")
        @Default("true")
        Boolean dashboards,
    @JsonPropertyDescription("Whether Prometheus gets the alert rules.") @Default("true")
        Boolean alerts) {}
