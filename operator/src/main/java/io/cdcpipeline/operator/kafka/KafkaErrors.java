package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What a failed call to Kafka means to the user. */
public final class KafkaErrors {
  /** The text of Kafka's client when none of the names can be looked up. */
  private static final String UNKNOWN_HOST = "No resolvable bootstrap urls";

  private KafkaErrors() {}

  public static StageStatus status(Throwable failure, String brokers) {
    for (var cause : causes(failure)) {
      var known = known(cause, brokers);
      if (known != null) {
        return known;
      }
    }
    var causes = causes(failure);
    return StageStatus.of(
        Reason.Unreachable,
        "%s does not answer: %s".formatted(brokers, text(causes.get(causes.size() - 1))));
  }

  private static StageStatus known(Throwable cause, String brokers) {
    if (cause instanceof StageException said) {
      return StageStatus.of(said.reason(), said.getMessage());
    }
    if (cause instanceof SaslAuthenticationException
        || cause instanceof UnsupportedSaslMechanismException) {
      return StageStatus.of(
          Reason.AuthenticationFailed,
          "%s refuses user, password or mechanism of spec.kafka.existing.credentialsSecret"
              .formatted(brokers));
    }
    if (cause instanceof SslAuthenticationException || cause instanceof SSLException) {
      return StageStatus.of(
          Reason.CertificateNotTrusted,
          "no trusted TLS with %s: check spec.kafka.existing.tls (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof InvalidConfigurationException
        && String.valueOf(cause.getMessage()).contains("PEM")) {
      return StageStatus.of(
          Reason.CertificateNotTrusted,
          "spec.kafka.existing.tls: a Secret does not hold PEM (certificates in ca.crt and tls.crt,"
              + " an unencrypted PKCS#8 key in tls.key)");
    }
    if (cause instanceof AuthorizationException) {
      return StageStatus.of(
          Reason.AuthorizationFailed,
          "%s: grant Create, Alter, Describe, DescribeConfigs, Read and Write on the topics (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof InvalidReplicationFactorException
        || cause instanceof PolicyViolationException) {
      return StageStatus.of(Reason.InvalidReference, "spec.kafka.topic: " + cause.getMessage());
    }
    if (cause instanceof ConfigException
        && String.valueOf(cause.getMessage()).contains(UNKNOWN_HOST)) {
      return StageStatus.of(
          Reason.Unreachable, "no host of %s can be looked up in DNS".formatted(brokers));
    }
    return null;
  }

  private static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (var at = failure; at != null && causes.size() < 10; at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  /** A wrong client property may hold a secret: its text is not repeated. */
  private static String text(Throwable cause) {
    return cause instanceof ConfigException || cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }
}
