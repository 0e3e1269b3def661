package io.cdcpipeline.consumer.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Answers each SASL login with the password that its file has at that moment, so that a rotated
 * password needs neither a new client nor a restart. Kafka's own handler keeps the first one. Kafka
 * creates it by its name, with the options of {@code sasl.jaas.config}.
 */
public final class PasswordFileLogin implements AuthenticateCallbackHandler {
  static final String FILE_OPTION = "password_file";

  private String username = "";
  private Path file;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    var options = entries.get(0).getOptions();
    username = String.valueOf(options.get("username"));
    file = Path.of(String.valueOf(options.get(FILE_OPTION)));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(username);
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(Environment.secretIn(file).toCharArray());
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
