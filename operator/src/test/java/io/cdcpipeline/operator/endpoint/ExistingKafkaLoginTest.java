package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.status.StageException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExistingKafkaLoginTest {
  private static final KafkaEndpoint ENDPOINT =
      new KafkaEndpoint("kafka", "kafka:9092", false, null, "login", null, null);

  @ParameterizedTest
  @ValueSource(strings = {"OAUTHBEARER", "AWS_MSK_IAM", "GSSAPI", "scram"})
  void anotherMechanismIsAnsweredWithThoseThatWork(String mechanism) {
    assertThatThrownBy(() -> login(Map.of("mechanism", mechanism)))
        .isInstanceOf(StageException.class)
        .hasMessageStartingWith(
            "spec.kafka.existing.credentialsSecret names Secret login, whose key mechanism is none"
                + " of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512");
  }

  @Test
  void scramIsTheDefault() {
    assertThat(login(Map.of()).mechanism()).isEqualTo("SCRAM-SHA-512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "password", "mechanism"})
  void aLineBreakInACredentialIsNamedWithoutItsValue(String key) {
    assertThatThrownBy(() -> login(Map.of(key, "PLAIN\n")))
        .hasMessageContaining("whose key " + key + " contains a line break")
        .message()
        .doesNotContain("PLAIN")
        .hasLineCount(1);
  }

  private static KafkaEndpoint.Login login(Map<String, String> more) {
    var content = new java.util.HashMap<>(Map.of("username", "me", "password", "s3cret"));
    content.putAll(more);
    return ENDPOINT.login(name -> Optional.of(content)).orElseThrow();
  }
}
