package io.cdcpipeline.consumer.config;

/** What {@code --help} prints. */
public final class Help {
  public static final String TEXT =
      """
      cdc-pipeline-consumer: reads Canal-JSON from a Kafka topic, counts every change once and
      writes one JSON line an event to standard output. Set by environment variables:

        KAFKA_BOOTSTRAP_SERVERS  required  host:port, several with commas
        KAFKA_TOPIC              required  the topic to read
        KAFKA_GROUP_ID           required  the consumer group; starts at the earliest offset
        KAFKA_SECURITY_PROTOCOL  PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL
                                 (default: what the settings below ask for)
        KAFKA_SASL_MECHANISM     SCRAM-SHA-512 (default), SCRAM-SHA-256 or PLAIN
        KAFKA_USERNAME           SASL user
        KAFKA_PASSWORD_FILE      file with its password
        KAFKA_CA_FILE            PEM file with the certificates to trust
        KAFKA_CLIENT_*           any property of Kafka's client, dots as underscores:
                                 KAFKA_CLIENT_MAX_POLL_RECORDS=500
        DEAD_LETTER_TOPIC        where records go that are no change events
                                 (default: they are counted and logged only)
        REDACT_FILE              YAML or JSON list of
                                 {table: "shop.customers", columns: [email], method: drop|mask|hash}
        REDACT_KEY_FILE          file with the key for method hash
        TABLES                   tables whose counters start at 0: shop.orders,shop.customers
        METRICS_PORT             8080: /metrics, /livez, /readyz (0: any free port)
        DEDUP_MAX_ENTRIES        500000: changes remembered above the last watermark
        LOG_LEVEL                info: trace, debug, info, warn, error or off, on stderr

      Exit codes: 0 or 143 stopped, 70 failure, 73 dead-letter topic cannot be written,
      74 standard output cannot be written, 77 no access to Kafka (certificate, login or right), 78 wrong setting.
      """;

  private Help() {}
}
