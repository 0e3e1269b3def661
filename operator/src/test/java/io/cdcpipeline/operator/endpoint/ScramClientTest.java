package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ClientFirstMessage;
import org.apache.kafka.common.security.scram.internals.ScramSaslClientProvider;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the broker's side of Kafka itself. */
class ScramClientTest {
  private static final int ITERATIONS = 4096;

  private final SaltedPasswords salted = new SaltedPasswords();

  @ParameterizedTest
  @EnumSource(ScramMechanism.class)
  void logsInAgainWithoutSaltingThePasswordAgain(ScramMechanism mechanism) throws Exception {
    var broker = credential(mechanism, "right, with a comma");

    for (int i = 0; i < 3; i++) {
      assertThat(logIn(mechanism, broker, "right, with a comma")).isTrue();
    }

    assertThat(salted.size()).isEqualTo(1);
  }

  @Test
  void aPasswordThatIsNoLongerRightIsRefusedAndTheNewOneAccepted() throws Exception {
    var mechanism = ScramMechanism.SCRAM_SHA_512;
    assertThat(logIn(mechanism, credential(mechanism, "old"), "old")).isTrue();
    var changed = credential(mechanism, "new");

    assertThatThrownBy(() -> logIn(mechanism, changed, "old"))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("Invalid client credentials");
    assertThat(logIn(mechanism, changed, "new")).isTrue();
  }

  /** Its salt is another one with each password, also with the same password. */
  @Test
  void aNewSaltIsUsed() throws Exception {
    var mechanism = ScramMechanism.SCRAM_SHA_512;
    assertThat(logIn(mechanism, credential(mechanism, "same"), "same")).isTrue();
    assertThat(logIn(mechanism, credential(mechanism, "same"), "same")).isTrue();

    assertThat(salted.size()).isEqualTo(2);
  }

  /** A server that knows only what the client sends cannot sign. */
  @Test
  void aServerThatDoesNotKnowThePasswordIsRefused() throws Exception {
    var mechanism = ScramMechanism.SCRAM_SHA_512;
    var real = credential(mechanism, "right");
    var impostor =
        new ScramCredential(real.salt(), real.storedKey(), new byte[64], real.iterations());

    assertThatThrownBy(() -> logIn(mechanism, impostor, "right"))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("does not prove that it knows the password");
  }

  /** Both are how a server in the middle would learn the password sooner. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          r=%sserver,s=c2FsdA==,i=1    | asks for 1 iterations, fewer than 4096
          r=%sserver,s=c2FsdA==,i=2000000000 | asks for 2000000000 iterations, more than 100000
          r=other,s=c2FsdA==,i=4096    | nonce does not begin with the client's
          """)
  void aServersFirstMessageThatWeakensTheLoginIsRefused(String message, String why)
      throws Exception {
    var client =
        new ScramClient(
            ScramMechanism.SCRAM_SHA_512, callbacks -> answer(callbacks, "right"), salted);
    var nonce = new ClientFirstMessage(client.evaluateChallenge(new byte[0])).nonce();
    var challenge = message.replace("%s", nonce).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> client.evaluateChallenge(challenge))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining(why);
    assertThat(salted.size()).isZero();
  }

  @Test
  void kafkasClientsUseIt() throws Exception {
    ScramSaslClientProvider.initialize();
    ScramProvider.install();

    for (var mechanism : ScramMechanism.mechanismNames()) {
      var client =
          Sasl.createSaslClient(
              new String[] {mechanism}, null, "kafka", "broker", Map.of(), callbacks -> {});
      assertThat(client).isInstanceOf(ScramClient.class);
      assertThat(client.getMechanismName()).isEqualTo(mechanism);
    }
  }

  private static ScramCredential credential(ScramMechanism mechanism, String password)
      throws Exception {
    return new ScramFormatter(mechanism).generateCredential(password, ITERATIONS);
  }

  private boolean logIn(ScramMechanism mechanism, ScramCredential stored, String password)
      throws Exception {
    var client = new ScramClient(mechanism, callbacks -> answer(callbacks, password), salted);
    var server = new ScramSaslServer(mechanism, Map.of(), callbacks -> answer(callbacks, stored));
    var first = server.evaluateResponse(client.evaluateChallenge(new byte[0]));
    var last = server.evaluateResponse(client.evaluateChallenge(first));
    client.evaluateChallenge(last);
    return client.isComplete() && server.isComplete();
  }

  private static void answer(Callback[] callbacks, String password) {
    for (var callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName("shop,consumer=1");
      } else if (callback instanceof PasswordCallback wanted) {
        wanted.setPassword(password.toCharArray());
      }
    }
  }

  private static void answer(Callback[] callbacks, ScramCredential stored) {
    for (var callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(name.getDefaultName());
      } else if (callback instanceof ScramCredentialCallback wanted) {
        wanted.scramCredential(stored);
      }
    }
  }
}
