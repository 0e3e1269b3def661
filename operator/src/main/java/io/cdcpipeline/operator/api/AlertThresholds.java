package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** When alerts fire: by the age of changes first, by the number of records second. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertThresholds(
    @JsonPropertyDescription(
            "Age of changes that have not reached Kafka above which CdcCheckpointLagHigh fires,"
                + " e.g. 5m, 90s, 1h.")
        @Default("5m")
        @Size(max = 8)
        @ValidationRule(value = Rules.LAG, message = "thresholds.lag " + Rules.LAG_SAYS)
        String lag,
    @JsonPropertyDescription(
            "Age by which Kafka, the consumers or Elasticsearch may be behind the hop before, above"
                + " which CdcKafkaHopLate, CdcConsumerHopLate or CdcSearchHopLate fires.")
        @Default("2m")
        @Size(max = 8)
        @ValidationRule(value = Rules.LAG, message = "thresholds.hopLag " + Rules.LAG_SAYS)
        String hopLag,
    @JsonPropertyDescription(
            "Number of records that wait for the consumers above which CdcConsumerLagHigh fires;"
                + " absent: no alert by number, because TiCDC's watermarks are records too.")
        @Min(1)
        @Max(1_000_000_000_000L)
        Long lagRecords,
    @JsonPropertyDescription(
            "Time left for a stopped or suspended changefeed to resume without loss below which"
                + " CdcResumeDeadlineNear fires; TiDB keeps changes for a day.")
        @Default("12h")
        @Size(max = 8)
        @ValidationRule(
            value = Rules.RESUME_DEADLINE,
            message = "thresholds.resumeDeadline must be a number and s, m or h, from 1m to 24h")
        String resumeDeadline,
    @JsonPropertyDescription(
            "Percentage of free space on a volume below which KafkaDiskLow and ElasticsearchDiskLow"
                + " fire.")
        @Default("10")
        @Min(1)
        @Max(90)
        Integer diskFreePercent) {}
