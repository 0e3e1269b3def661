package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ExistingKafka;
import io.cdcpipeline.operator.kafka.ExistingKafkaTopics;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Optional;

/**
 * How a client of the pipeline reaches Kafka; the secrets themselves stay in their Secrets.
 *
 * @param username null when it stands in the password's Secret, or nobody logs in
 * @param passwordSecret Secret with key password (and, for an existing Kafka, username and perhaps
 *     mechanism); null without authentication by password
 * @param caSecret Secret with ca.crt; null for plain text or the system's authorities
 * @param clientCertificate Secret with the client's certificate; null without one
 */
public record KafkaEndpoint(
    String bootstrapServers,
    boolean tls,
    String username,
    String passwordSecret,
    String caSecret,
    ClientCertificate clientCertificate) {
  /** A client certificate in PEM: one Secret, and the keys of its two parts. */
  public record ClientCertificate(String secret, String certificateKey, String privateKey) {}

  public static final String DEFAULT_MECHANISM = "SCRAM-SHA-512";

  /** The consumer: SCRAM always, over TLS where the brokers speak it. */
  public static KafkaEndpoint forConsumer(CdcPipeline pipeline) {
    var existing = pipeline.getSpec().kafka().existing();
    if (existing != null) {
      return existing(existing);
    }
    var names = ResourceNames.of(pipeline);
    boolean tls = pipeline.getSpec().kafka().managed().tls();
    return new KafkaEndpoint(
        names.kafkaBootstrap(tls ? ResourceNames.KAFKA_TLS_PORT : ResourceNames.KAFKA_SCRAM_PORT),
        tls,
        names.consumerUser(),
        names.consumerPasswordSecret(),
        tls ? names.kafkaCaSecret() : null,
        null);
  }

  /** TiCDC: with TLS by client certificate, because it refuses a certificate authority alone. */
  public static KafkaEndpoint forTicdc(CdcPipeline pipeline) {
    var existing = pipeline.getSpec().kafka().existing();
    if (existing != null) {
      return existing(existing);
    }
    var names = ResourceNames.of(pipeline);
    return pipeline.getSpec().kafka().managed().tls()
        ? new KafkaEndpoint(
            names.kafkaBootstrap(ResourceNames.KAFKA_MTLS_PORT),
            true,
            null,
            null,
            names.kafkaCaSecret(),
            new ClientCertificate(names.ticdcUser(), "user.crt", "user.key"))
        : new KafkaEndpoint(
            names.kafkaBootstrap(ResourceNames.KAFKA_SCRAM_PORT),
            false,
            names.ticdcUser(),
            names.ticdcPasswordSecret(),
            null,
            null);
  }

  private static KafkaEndpoint existing(ExistingKafka kafka) {
    var tls = kafka.tls();
    return new KafkaEndpoint(
        kafka.bootstrapServers(),
        tls != null,
        null,
        kafka.credentialsSecret(),
        tls == null ? null : tls.caSecret(),
        tls == null || tls.clientSecret() == null
            ? null
            : new ClientCertificate(tls.clientSecret(), "tls.crt", "tls.key"));
  }

  /** Kafka's name for the combination of TLS and login. */
  public String securityProtocol() {
    if (passwordSecret == null) {
      return tls ? "SSL" : "PLAINTEXT";
    }
    return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
  }

  public static String topic(CdcPipeline pipeline) {
    var name = pipeline.getSpec().kafka().topic().name();
    return name != null ? name : ResourceNames.of(pipeline).defaultTopic();
  }

  /** How many copies the topic has, or will have while it is not there yet. */
  public static int replicationFactor(StageContext context) {
    return ExistingKafkaTopics.replicationFactor(context)
        .filter(known -> context.spec().kafka().existing() != null)
        .or(() -> Optional.ofNullable(DesiredTopic.events(context.pipeline()).replicas()))
        .orElse(Replication.MAX_REPLICATION_FACTOR);
  }

  /**
   * Where undecodable records go.
   *
   * @throws StageException where they would be read again; the CRD cannot see the default topic
   */
  public static String deadLetterTopic(CdcPipeline pipeline) {
    var name = pipeline.getSpec().consumer().deadLetter().topic();
    var topic = topic(pipeline);
    if (topic.equals(name)) {
      throw new StageException(
          Reason.InvalidReference,
          "spec.consumer.deadLetter.topic must be another topic than %s, which the consumer reads"
              .formatted(topic));
    }
    return name != null ? name : topic + "-dlt";
  }
}
