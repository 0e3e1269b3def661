package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Metrics, dashboards and alerts through kube-prometheus. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonitoringSpec(
    @JsonPropertyDescription("false: no monitors, dashboards or alerts.") @Default("true")
        Boolean enabled,
    @JsonPropertyDescription(
            "Labels by which Prometheus selects monitors and rules; empty: those of the chart"
                + " value monitorLabels.")
        @Default("{}")
        @Size(max = 16)
        @ValidationRule(
            value =
                "self.all(k,"
                    + " k.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$')"
                    + " && self[k].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$'))",
            message = "labels must be Kubernetes labels, e.g. release: kps")
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Whether Grafana gets the data source and dashboards.")
        @Default("true")
        Boolean dashboards,
    @JsonPropertyDescription("Whether Prometheus gets the alert rules.") @Default("true")
        Boolean alerts,
    @JsonPropertyDescription("When alerts fire.") @Default("{}") AlertThresholds thresholds) {}
