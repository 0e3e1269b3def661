import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;

/** Logins by SCRAM-SHA-512 as a broker checks them, with as many iterations as Strimzi's users have. */
final class ScramLogins {
  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
  private static final int ITERATIONS = 4096;

  private final UnaryOperator<String> passwords;
  private final Map<String, ScramCredential> credentials = new ConcurrentHashMap<>();

  ScramLogins(UnaryOperator<String> passwords) {
    this.passwords = passwords;
  }

  /** For a connection. */
  Login start() throws Exception {
    return new Login();
  }

  private ScramCredential credential(String user) {
    return credentials.computeIfAbsent(
        user,
        name -> {
          try {
            return new ScramFormatter(MECHANISM).generateCredential(passwords.apply(name), ITERATIONS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The login of one connection. */
  final class Login {
    private final ScramSaslServer server;

    private Login() throws Exception {
      server = new ScramSaslServer(MECHANISM, Map.of(), this::handle);
    }

    private void handle(Callback[] callbacks) {
      String user = null;
      for (var callback : callbacks) {
        if (callback instanceof NameCallback name) {
          user = name.getDefaultName();
          name.setName(user);
        } else if (callback instanceof ScramCredentialCallback wanted) {
          wanted.scramCredential(credential(user));
        }
      }
    }

    String user() {
      return server.getAuthorizationID();
    }

    /** Empty for a request that is not about the login. */
    Optional<ApiMessage> response(ApiMessage request) throws Exception {
      if (request instanceof SaslHandshakeRequestData) {
        return Optional.of(
            new SaslHandshakeResponseData().setMechanisms(List.of(MECHANISM.mechanismName())));
      }
      if (request instanceof SaslAuthenticateRequestData step) {
        return Optional.of(
            new SaslAuthenticateResponseData().setAuthBytes(server.evaluateResponse(step.authBytes())));
      }
      return Optional.empty();
    }
  }
}
