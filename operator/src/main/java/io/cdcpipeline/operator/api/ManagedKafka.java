package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Kafka cluster in KRaft mode that this pipeline creates through Strimzi. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedKafka(
    @JsonPropertyDescription("Kafka version, one that Strimzi supports.")
        @Default("4.3.1")
        @Pattern("^v?[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$")
        String version,
    @JsonPropertyDescription("Number of nodes, each controller and broker: 1, or 3 in production.")
        @Default("1")
        @Min(1)
        @Max(9)
        Integer replicas,
    @JsonPropertyDescription("Size of each volume.")
        @Default("5Gi")
        @Pattern("^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$")
        @ValidationRule(
            value = "quantity(self).compareTo(quantity(oldSelf)) >= 0",
            message = "storage can only grow: volumes cannot shrink")
        String storage,
    @JsonPropertyDescription(
            "Storage class of the volumes; absent: the cluster's default. Cannot change later.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @ValidationRule(
            value = "self == oldSelf",
            message = "storageClassName cannot change: existing volumes keep their class")
        String storageClassName,
    @JsonPropertyDescription("CPU and memory of each pod.")
        @Default(
            "{\"requests\":{\"cpu\":\"200m\",\"memory\":\"1Gi\"},\"limits\":{\"memory\":\"1Gi\"}}")
        Resources resources,
    @JsonPropertyDescription(
            "true: clients use TLS (port 9093), TiCDC with a client certificate. false: SCRAM"
                + " without TLS inside the cluster network (port 9094).")
        @Default("false")
        Boolean tls) {}
