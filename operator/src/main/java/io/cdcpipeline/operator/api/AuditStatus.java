package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Whether what the consumers counted is in Elasticsearch: row changes only, from Kafka onwards. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditStatus(
    @JsonPropertyDescription(
            "Up to this commit time no change that the consumers counted is missing; rounded down.")
        String verifiedUntil,
    @JsonPropertyDescription(
            "Changes that the consumers counted and Elasticsearch has not had for ten minutes; in"
                + " Loki a lower bound.")
        Long missing,
    @JsonPropertyDescription(
            "Documents beyond the changes that the consumers counted; unknown in Loki, which keeps"
                + " every copy of a line.")
        Long surplus,
    @JsonPropertyDescription(
            "Windows of the last day in which changes cannot be counted exactly, so that nothing is"
                + " known about them.")
        Long unverified) {

  /** Of a status that somebody else wrote, numbers may be absent. */
  public AuditStatus {
    missing = missing == null ? Long.valueOf(0) : missing;
    unverified = unverified == null ? Long.valueOf(0) : unverified;
  }
}
