package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ExistingKafka;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a client of the pipeline reaches Kafka. Names Secrets, and holds nothing secret itself.
 *
 * @param login names it within the pipeline: TiCDC and the consumer share that of an existing Kafka
 * @param username null when it is in the password's Secret, or without authentication by password
 * @param passwordSecret name of the Secret with key password (and, for an existing Kafka, username
 *     and optionally mechanism); null without authentication by password
 * @param caSecret name of the Secret with ca.crt; null for plaintext or the system's authorities
 * @param clientCertificate null without authentication by certificate
 */
public record KafkaEndpoint(
    String login,
    String bootstrapServers,
    boolean tls,
    String username,
    String passwordSecret,
    String caSecret,
    ClientCertificate clientCertificate) {
  /** A client certificate in PEM: the name of its Secret, and the keys of its two parts. */
  public record ClientCertificate(String secret, String certificateKey, String privateKey) {}

  /** What a client logs in with. */
  public record Login(String mechanism, String username, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return mechanism + " " + username;
    }
  }

  private static final String DEFAULT_MECHANISM = "SCRAM-SHA-512";
  private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  private static final String CREDENTIALS_FIELD = "spec.kafka.existing.credentialsSecret";

  /**
   * Where both versions of TiDB Operator mount client Secrets into TiCDC's pods, one folder each.
   */
  private static final String TICDC_SECRETS_FOLDER = "/var/lib/sink-tls/";

  /** For the consumer: SCRAM always, over TLS where the brokers offer it. */
  public static KafkaEndpoint forConsumer(CdcPipeline pipeline) {
    var existing = pipeline.getSpec().kafka().existing();
    if (existing != null) {
      return existing(existing);
    }
    var names = ResourceNames.of(pipeline);
    boolean tls = pipeline.getSpec().kafka().managed().tls();
    return new KafkaEndpoint(
        "kafka-consumer",
        names.kafkaBootstrap(tls ? ResourceNames.KAFKA_TLS_PORT : ResourceNames.KAFKA_SCRAM_PORT),
        tls,
        names.consumerUser(),
        names.consumerPasswordSecret(),
        tls ? names.kafkaCaSecret() : null,
        null);
  }

  /** For TiCDC: over TLS by client certificate, because it rejects a CA certificate alone. */
  public static KafkaEndpoint forTicdc(CdcPipeline pipeline) {
    var existing = pipeline.getSpec().kafka().existing();
    if (existing != null) {
      return existing(existing);
    }
    var names = ResourceNames.of(pipeline);
    return pipeline.getSpec().kafka().managed().tls()
        ? new KafkaEndpoint(
            "kafka-ticdc",
            names.kafkaBootstrap(ResourceNames.KAFKA_MTLS_PORT),
            true,
            null,
            null,
            names.kafkaCaSecret(),
            new ClientCertificate(names.ticdcUser(), "user.crt", "user.key"))
        : new KafkaEndpoint(
            "kafka-ticdc",
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
        "kafka",
        kafka.bootstrapServers(),
        tls != null,
        null,
        kafka.credentialsSecret(),
        tls == null ? null : tls.caSecret(),
        tls == null || tls.clientSecret() == null
            ? null
            : new ClientCertificate(tls.clientSecret(), "tls.crt", "tls.key"));
  }

  /** The Secrets that a client needs to connect, as files or variables. */
  public List<String> secrets() {
    var certificate = clientCertificate == null ? null : clientCertificate.secret();
    return Stream.of(passwordSecret, caSecret, certificate).filter(Objects::nonNull).toList();
  }

  /** Kafka's name for the combination of TLS and login. */
  public String securityProtocol() {
    if (passwordSecret == null) {
      return tls ? "SSL" : "PLAINTEXT";
    }
    return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
  }

  /**
   * The login by password; empty without one.
   *
   * @throws StageException when the Secret or one of its keys is missing
   */
  public Optional<Login> login(SecretReader secrets) {
    if (passwordSecret == null) {
      return Optional.empty();
    }
    return Optional.of(username == null ? existingLogin(secrets) : managedLogin(secrets));
  }

  private Login existingLogin(SecretReader secrets) {
    return new Login(
        mechanism(secrets),
        secrets.require(CREDENTIALS_FIELD, passwordSecret, "username"),
        secrets.require(CREDENTIALS_FIELD, passwordSecret, "password"));
  }

  private String mechanism(SecretReader secrets) {
    var content = secrets.read(passwordSecret).orElse(Map.of());
    if (!content.containsKey("mechanism")) {
      return DEFAULT_MECHANISM;
    }
    var mechanism = secrets.require(CREDENTIALS_FIELD, passwordSecret, "mechanism");
    if (!MECHANISMS.contains(mechanism)) {
      throw new StageException(
          Reason.InvalidReference,
          "%s names Secret %s, whose key mechanism is none of %s"
                  .formatted(CREDENTIALS_FIELD, passwordSecret, String.join(", ", MECHANISMS))
              + ": others, such as OAUTHBEARER and AWS_MSK_IAM, are not supported");
    }
    return mechanism;
  }

  private Login managedLogin(SecretReader secrets) {
    var password = secrets.read(passwordSecret).orElse(Map.of()).get("password");
    if (password == null) {
      throw new StageException(
          Reason.DependencyNotReady,
          "Kafka user %s does not exist yet: no Secret %s".formatted(username, passwordSecret));
    }
    return new Login(DEFAULT_MECHANISM, username, password);
  }

  /** The folder of a client Secret in TiCDC's pods. */
  public static String ticdcFolder(String secret) {
    return TICDC_SECRETS_FOLDER + secret;
  }

  public static String topic(CdcPipeline pipeline) {
    var name = pipeline.getSpec().kafka().topic().name();
    return name != null ? name : ResourceNames.of(pipeline).defaultTopic();
  }

  /**
   * The topic for records that cannot be decoded.
   *
   * @throws StageException when it is the topic the consumer reads, which the CRD cannot rule out
   *     for the default topic
   */
  public static String deadLetterTopic(CdcPipeline pipeline) {
    var name = pipeline.getSpec().consumer().deadLetter().topic();
    var topic = topic(pipeline);
    if (topic.equals(name)) {
      throw new StageException(
          Reason.InvalidReference,
          "spec.consumer.deadLetter.topic must not be %s, which the consumer reads"
              .formatted(topic));
    }
    return name != null ? name : topic + "-dlt";
  }
}
