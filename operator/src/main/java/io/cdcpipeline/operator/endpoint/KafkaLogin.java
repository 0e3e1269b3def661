package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Map;
import java.util.Optional;

/**
 * What a client authenticates to Kafka with, as its Secret has it now. {@link #toString} hides the
 * password.
 *
 * @param mechanism SASL mechanism in Kafka's spelling, such as SCRAM-SHA-512
 */
public record KafkaLogin(String mechanism, String username, String password) {
  private static final String FIELD = "spec.kafka.existing.credentialsSecret";

  /**
   * The login of a client; empty where none is needed.
   *
   * @throws StageException when the Secret or one of its keys is missing: InvalidReference where
   *     the spec names the Secret, DependencyNotReady where this operator creates it
   */
  public static Optional<KafkaLogin> read(KafkaEndpoint kafka, SecretStore secrets) {
    String secret = kafka.passwordSecret();
    if (secret == null) {
      return Optional.empty();
    }
    return Optional.of(
        kafka.username() == null
            ? existing(secret, secrets)
            : managed(kafka.username(), secret, secrets));
  }

  private static KafkaLogin existing(String secret, SecretStore secrets) {
    String username = secrets.require(FIELD, secret, "username");
    String password = secrets.require(FIELD, secret, "password");
    return new KafkaLogin(
        value(secret, "mechanism", secrets).orElse(KafkaEndpoint.DEFAULT_MECHANISM),
        username,
        password);
  }

  private static KafkaLogin managed(String username, String secret, SecretStore secrets) {
    String password =
        value(secret, "password", secrets)
            .orElseThrow(
                () ->
                    new StageException(
                        Reason.DependencyNotReady,
                        "waiting for Kafka user %s: Secret %s has no password yet"
                            .formatted(username, secret)));
    return new KafkaLogin(KafkaEndpoint.DEFAULT_MECHANISM, username, password);
  }

  private static Optional<String> value(String secret, String key, SecretStore secrets) {
    return secrets.read(secret).map((Map<String, String> content) -> content.get(key));
  }

  @Override
  public String toString() {
    return "KafkaLogin[" + mechanism + ", " + username + "]";
  }
}
