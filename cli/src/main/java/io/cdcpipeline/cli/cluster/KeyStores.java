package io.cdcpipeline.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Function;

/**
 * The key stores that the client builds in memory of a kubeconfig's certificates (its CertUtils):
 * as kubectl has them, and without what takes a quarter of a second on a cold JVM.
 */
final class KeyStores {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  /** Not a regular file, so the client starts with an empty store. */
  private static final String NONE = "/dev/null";

  /** Of the password under which a key lies in memory for as long as it takes to read it again. */
  private static final String ITERATIONS = "keystore.pkcs12.keyPbeIterationCount";

  private KeyStores() {}

  /** A kubeconfig with a CA trusts that alone, not also all of the JDK's. */
  static KubernetesClient with(Config config, Function<Config, KubernetesClient> open) {
    System.setProperty(ITERATIONS, "1");
    boolean ownCa = config.getCaCertData() != null || config.getCaCertFile() != null;
    if (!ownCa || System.getProperty(TRUST_STORE) != null) {
      return open.apply(config);
    }
    System.setProperty(TRUST_STORE, NONE);
    try {
      return open.apply(config);
    } finally {
      System.clearProperty(TRUST_STORE);
    }
  }
}
