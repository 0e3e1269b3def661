package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import java.util.List;
import java.util.Optional;

/** The observed state of a pipeline. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = ListMap.class, input = "conditions:type")
@SchemaCustomizer(value = ListMap.class, input = "hops:name")
public record CdcPipelineStatus(
    @JsonPropertyDescription("Generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("One word for the whole pipeline.") Phase phase,
    @JsonPropertyDescription("Ready and one for each stage.") List<Condition> conditions,
    @JsonPropertyDescription("How far the last hop that is known is behind the database, rounded.")
        Long lagSeconds,
    @JsonPropertyDescription("The way of a change, hop by hop.") List<HopStatus> hops,
    @JsonPropertyDescription("Whether every change in Kafka is in Elasticsearch; absent: unknown.")
        AuditStatus audit,
    @JsonPropertyDescription("The changefeed.") ChangefeedStatus changefeed,
    @JsonPropertyDescription("The consumer.") ConsumerStatus consumer,
    @JsonPropertyDescription("Where to connect.") Endpoints endpoints,
    @JsonPropertyDescription("Where the passwords are.") SecretNames secrets,
    @JsonPropertyDescription("The replay.") ReplayStatus replay) {

  /** Before the first reconcile the API server's default has no conditions. */
  public CdcPipelineStatus {
    conditions = conditions == null ? List.of() : conditions;
  }

  /** The condition of that type in a status that may be null. */
  public static Optional<Condition> condition(CdcPipelineStatus status, Object type) {
    var conditions = status == null ? List.<Condition>of() : status.conditions;
    return conditions.stream().filter(c -> c.type().equals(type.toString())).findFirst();
  }
}
