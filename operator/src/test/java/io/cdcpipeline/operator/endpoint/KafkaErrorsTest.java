package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SaslAuthenticationException("no"), Reason.AuthenticationFailed),
        Arguments.of(
            new SslAuthenticationException("SSL handshake failed", new SSLHandshakeException("x")),
            Reason.CertificateNotTrusted),
        Arguments.of(
            new KafkaException(
                "Failed to create new KafkaAdminClient",
                new InvalidConfigurationException("Invalid PEM keystore configs")),
            Reason.CertificateNotTrusted),
        Arguments.of(new TopicAuthorizationException("no"), Reason.AuthorizationFailed),
        Arguments.of(new InvalidReplicationFactorException("3 > 1"), Reason.InvalidReference),
        Arguments.of(new TimeoutException("Timed out"), Reason.Unreachable));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void reasonOf(Throwable cause, Reason reason) {
    assertThat(explained(new ExecutionException(cause)).reason()).isEqualTo(reason);
  }

  @Test
  void anUnresolvableHostIsReported() {
    var cause =
        new ConfigException(
            "No resolvable bootstrap urls given in bootstrap.servers with"
                + " client.dns.lookup=use_all_dns_ips");

    var explained = explained(new KafkaException("Failed to create new KafkaAdminClient", cause));

    assertThat(explained.reason()).isEqualTo(Reason.Unreachable);
    assertThat(explained).hasMessage("DNS resolves none of the hosts in kafka:9092");
  }

  @Test
  void aSettingThatMayHoldASecretIsNotRepeated() {
    var failure = new ConfigException("Invalid value password=\"s3cret\" for sasl.jaas.config");

    assertThat(explained(failure).getMessage()).doesNotContain("s3cret");
  }

  private static StageException explained(Throwable failure) {
    return KafkaErrors.of(failure, "kafka:9092");
  }
}
