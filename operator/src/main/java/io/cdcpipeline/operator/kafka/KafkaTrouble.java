package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.status.Reason;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What a failed call to Kafka means to the user. */
final class KafkaTrouble {
  private KafkaTrouble() {}

  static StageStatus status(Exception failure, String brokers) {
    var cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    if (cause instanceof SaslAuthenticationException) {
      return StageStatus.of(
          Reason.CredentialsRefused,
          "%s refuses user or password of spec.kafka.existing.credentialsSecret"
              .formatted(brokers));
    }
    if (cause instanceof SslAuthenticationException || cause instanceof SSLException) {
      return StageStatus.of(
          Reason.CertificateRefused,
          "no trusted TLS with %s: check spec.kafka.existing.tls (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof AuthorizationException) {
      return StageStatus.of(
          Reason.PermissionMissing,
          "%s: grant Create, Describe, DescribeConfigs, Read and Write on the topics (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof InvalidReplicationFactorException) {
      return StageStatus.of(
          Reason.InvalidInput, "spec.kafka.topic.replicas: " + cause.getMessage());
    }
    return StageStatus.of(
        Reason.Unreachable, "%s does not answer: %s".formatted(brokers, text(cause)));
  }

  /** A wrong client property may hold a secret: its text is not repeated. */
  private static String text(Throwable cause) {
    return cause instanceof ConfigException || cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }
}
