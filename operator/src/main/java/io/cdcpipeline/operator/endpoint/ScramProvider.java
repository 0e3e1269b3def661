package io.cdcpipeline.operator.endpoint;

import java.security.Provider;
import java.security.Security;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/**
 * Makes Kafka's clients log in with {@link ScramClient}: the JDK asks the first provider of a
 * mechanism, and Kafka adds its own as the last.
 */
public final class ScramProvider extends Provider {
  private static final long serialVersionUID = 1;
  private static final String NAME = "cdc-pipeline-scram";

  private ScramProvider() {
    super(NAME, "1", "SCRAM that remembers salted passwords");
    for (var mechanism : ScramMechanism.mechanismNames()) {
      put("SaslClientFactory." + mechanism, Factory.class.getName());
    }
  }

  /** For every login of this process from now on. */
  static void install() {
    Security.insertProviderAt(new ScramProvider(), 1);
  }

  /** Created by the JDK. */
  public static final class Factory implements SaslClientFactory {
    private static final SaltedPasswords SALTED = new SaltedPasswords();

    @Override
    public SaslClient createSaslClient(
        String[] mechanisms,
        String authorizationId,
        String protocol,
        String serverName,
        Map<String, ?> properties,
        CallbackHandler callbacks)
        throws SaslException {
      for (var name : mechanisms) {
        if (ScramMechanism.isScram(name)) {
          return new ScramClient(ScramMechanism.forMechanismName(name), callbacks, SALTED);
        }
      }
      return null;
    }

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
      return ScramMechanism.mechanismNames().toArray(String[]::new);
    }
  }
}
