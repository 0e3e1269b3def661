package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
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
final class KafkaErrors {
  private static final int MAX_CAUSES = 10;

  /** The text of Kafka's client when it can resolve none of the addresses. */
  private static final String UNKNOWN_HOST = "No resolvable bootstrap urls";

  private KafkaErrors() {}

  /** The first cause that says something to the user, else that nobody answers. */
  static StageException of(Throwable failure, String brokers) {
    var causes = causes(failure);
    for (var cause : causes) {
      var known = known(cause, brokers);
      if (known != null) {
        return known;
      }
    }
    return new StageException(
        Reason.Unreachable,
        "%s does not answer: %s".formatted(brokers, text(causes.get(causes.size() - 1))));
  }

  private static StageException known(Throwable cause, String brokers) {
    if (cause instanceof StageException known) {
      return known;
    }
    if (cause instanceof SaslAuthenticationException
        || cause instanceof UnsupportedSaslMechanismException) {
      return new StageException(
          Reason.AuthenticationFailed,
          "%s rejects the user, password or mechanism in spec.kafka.existing.credentialsSecret"
              .formatted(brokers));
    }
    if (cause instanceof SslAuthenticationException || cause instanceof SSLException) {
      return new StageException(
          Reason.CertificateNotTrusted,
          "no trusted TLS connection to %s: check spec.kafka.existing.tls (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof InvalidConfigurationException && mentions(cause, "PEM")) {
      return new StageException(
          Reason.CertificateNotTrusted,
          "spec.kafka.existing.tls: a Secret does not contain PEM (certificates in ca.crt and"
              + " tls.crt, an unencrypted PKCS#8 key in tls.key)");
    }
    if (cause instanceof AuthorizationException) {
      return new StageException(
          Reason.AuthorizationFailed,
          "%s: grant Create, Alter, Describe, DescribeConfigs, Read and Write on the topics (%s)"
              .formatted(brokers, cause.getMessage()));
    }
    if (cause instanceof InvalidReplicationFactorException
        || cause instanceof PolicyViolationException) {
      return new StageException(Reason.InvalidReference, "spec.kafka.topic: " + cause.getMessage());
    }
    if (cause instanceof ConfigException && mentions(cause, UNKNOWN_HOST)) {
      return new StageException(
          Reason.Unreachable, "DNS resolves none of the hosts in %s".formatted(brokers));
    }
    return null;
  }

  private static boolean mentions(Throwable cause, String text) {
    return String.valueOf(cause.getMessage()).contains(text);
  }

  private static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (var at = failure; at != null && causes.size() < MAX_CAUSES; at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  /** The text of a wrong client property may contain a secret and is not repeated. */
  private static String text(Throwable cause) {
    return cause instanceof ConfigException || cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }
}
