package io.cdcpipeline.operator.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ClientFinalMessage;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ClientFirstMessage;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ServerFinalMessage;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ServerFirstMessage;

/**
 * One login by SCRAM (RFC 5802) with {@link SaltedPasswords}; otherwise like Kafka's own
 * ScramSaslClient, of whose parts it is made.
 */
final class ScramClient implements SaslClient {
  /** Six times what Kafka lets a user have; a hostile broker could keep a core busy for minutes. */
  private static final int MAX_ITERATIONS = 100_000;

  private static final byte[] NO_CHANNEL_BINDING = "n,,".getBytes(StandardCharsets.UTF_8);

  private final ScramMechanism mechanism;
  private final CallbackHandler callbacks;
  private final SaltedPasswords salted;
  private final ScramFormatter formatter;
  private ClientFirstMessage clientFirst;
  private ServerFirstMessage serverFirst;
  private ClientFinalMessage clientFinal;
  private byte[] saltedPassword;
  private boolean complete;

  ScramClient(ScramMechanism mechanism, CallbackHandler callbacks, SaltedPasswords salted)
      throws SaslException {
    this.mechanism = mechanism;
    this.callbacks = callbacks;
    this.salted = salted;
    try {
      formatter = new ScramFormatter(mechanism);
    } catch (NoSuchAlgorithmException e) {
      throw new SaslException("this Java has no " + mechanism, e);
    }
  }

  @Override
  public String getMechanismName() {
    return mechanism.mechanismName();
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    if (clientFirst == null) {
      return begin();
    }
    if (serverFirst == null) {
      serverFirst = new ServerFirstMessage(challenge);
      return prove();
    }
    verify(new ServerFinalMessage(challenge));
    complete = true;
    return null;
  }

  private byte[] begin() throws SaslException {
    var name = new NameCallback("Name:");
    var extensions = new ScramExtensionsCallback();
    ask(name);
    ask(extensions);
    clientFirst =
        new ClientFirstMessage(
            ScramFormatter.saslName(name.getName()),
            formatter.secureRandomString(),
            extensions.extensions());
    return clientFirst.toBytes();
  }

  private void ask(Callback callback) throws SaslException {
    try {
      callbacks.handle(new Callback[] {callback});
    } catch (IOException | UnsupportedCallbackException e) {
      throw new SaslException("the login is not known", e);
    }
  }

  private byte[] prove() throws SaslException {
    if (!serverFirst.nonce().startsWith(clientFirst.nonce())) {
      throw new SaslException("the server's nonce does not begin with the client's");
    }
    if (serverFirst.iterations() < mechanism.minIterations()) {
      throw new SaslException(
          "the server asks for %d iterations, fewer than %d"
              .formatted(serverFirst.iterations(), mechanism.minIterations()));
    }
    if (serverFirst.iterations() > MAX_ITERATIONS) {
      throw new SaslException(
          "the server asks for %d iterations, more than %d"
              .formatted(serverFirst.iterations(), MAX_ITERATIONS));
    }
    var password = new PasswordCallback("Password:", false);
    ask(password);
    try {
      saltedPassword =
          salted.get(
              formatter,
              mechanism.mechanismName(),
              String.valueOf(password.getPassword()),
              serverFirst.salt(),
              serverFirst.iterations());
      clientFinal = new ClientFinalMessage(NO_CHANNEL_BINDING, serverFirst.nonce());
      clientFinal.proof(
          formatter.clientProof(saltedPassword, clientFirst, serverFirst, clientFinal));
    } catch (InvalidKeyException e) {
      throw new SaslException("the password cannot be used", e);
    }
    return clientFinal.toBytes();
  }

  private void verify(ServerFinalMessage serverFinal) throws SaslException {
    if (serverFinal.error() != null) {
      throw new SaslException(
          "Sasl authentication using %s failed with error: %s"
              .formatted(mechanism, serverFinal.error()));
    }
    try {
      var key = formatter.serverKey(saltedPassword);
      var signature = formatter.serverSignature(key, clientFirst, serverFirst, clientFinal);
      if (!MessageDigest.isEqual(signature, serverFinal.serverSignature())) {
        throw new SaslException("the server does not prove that it knows the password");
      }
    } catch (InvalidKeyException e) {
      throw new SaslException("the server's key cannot be made", e);
    }
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException("SCRAM has no security layer");
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException("SCRAM has no security layer");
  }

  @Override
  public Object getNegotiatedProperty(String name) {
    return null;
  }

  @Override
  public void dispose() {}
}
