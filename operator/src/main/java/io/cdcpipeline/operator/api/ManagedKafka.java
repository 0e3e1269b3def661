package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.FreeObjects;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** A Kafka cluster in KRaft mode that this pipeline creates through Strimzi. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListMap.class, input = "listeners:name")
@SchemaCustomizer(value = FreeObjects.class, input = "config")
@ValidationRule(value = Rules.SAME_CLASS, message = Rules.SAME_CLASS_SAYS)
public record ManagedKafka(
    @JsonPropertyDescription("Kafka version, one that Strimzi supports.")
        @Default(ManagedKafka.VERSION)
        @Size(max = 64)
        @ValidationRule(value = Rules.VERSION, message = Rules.VERSION_SAYS)
        String version,
    @JsonPropertyDescription("Number of nodes, each controller and broker: 1, or 3 in production.")
        @Default("1")
        @Min(1)
        @Max(9)
        Integer replicas,
    @JsonPropertyDescription("Size of each volume.")
        @Default("5Gi")
        @Size(max = 32)
        @ValidationRule(value = Rules.STORAGE, message = Rules.STORAGE_SAYS)
        @ValidationRule(value = Rules.GROWS, message = Rules.GROWS_SAYS)
        String storage,
    @JsonPropertyDescription(
            "Storage class of the volumes; absent: the cluster's default. Cannot change later.")
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String storageClassName,
    @JsonPropertyDescription("CPU and memory of each pod.")
        @Default(
            "{\"requests\":{\"cpu\":\"200m\",\"memory\":\"1Gi\"},\"limits\":{\"memory\":\"1Gi\"}}")
        Resources resources,
    @JsonPropertyDescription(
            "true: clients use TLS (port 9093), TiCDC with a client certificate. false: SCRAM"
                + " without TLS inside the cluster network (port 9094).")
        @Default("false")
        Boolean tls,
    @JsonPropertyDescription(
            "Namespaces whose pipelines may use this Kafka by spec.kafka.existing; absent: none.")
        @Size(max = 64)
        List<@Pattern(Rules.NAMESPACE) @Size(max = 63) String> allowFrom,
    @JsonPropertyDescription("Image of the nodes; absent: the one of Strimzi for the version.")
        @Pattern(Rules.IMAGE)
        @Size(max = 512)
        String image,
    @JsonPropertyDescription(
            "Settings of the brokers, e.g. log.retention.check.interval.ms; what the operators set"
                + " themselves is refused by name.")
        Map<String, Object> config,
    @JsonPropertyDescription("Further listeners, e.g. for clients outside the cluster.")
        @Size(max = 16)
        List<KafkaListener> listeners,
    @JsonPropertyDescription("Spreads replicas of a partition over places.") KafkaRack rack,
    @JsonPropertyDescription("How the pods of its nodes differ from the default.")
        PodTemplate template,
    @JsonPropertyDescription("What measures the lag of consumer groups.")
        KafkaExporterSpec exporter,
    @JsonPropertyDescription("Strimzi's operators of topics and users.")
        EntityOperatorSpec entityOperator) {
  static final String VERSION = "4.3.1";
}
