package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user and where its password is.
 *
 * @param secret name of the Secret; "" without one
 */
public record Login(String user, String password, String secret) {
  static final Login NONE = new Login("", "", "");

  /** Never the password. */
  @Override
  public String toString() {
    return user + " of Secret " + secret;
  }

  /** From a Secret with username and password, or another key than password. */
  public static Login of(Cluster cluster, String namespace, String name, String passwordKey) {
    var secret = cluster.ask(c -> c.secrets().inNamespace(namespace).withName(name).get());
    if (secret == null) {
      throw CliException.unavailable(
          "no Secret " + name + " in " + namespace, "See: kubectl cdc status -n " + namespace);
    }
    return new Login(value(secret, "username"), value(secret, passwordKey), name);
  }

  static String value(Secret secret, String key) {
    var encoded = secret.getData() == null ? null : secret.getData().get(key);
    return encoded == null
        ? ""
        : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
