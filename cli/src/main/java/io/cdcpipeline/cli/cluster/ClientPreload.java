package io.cdcpipeline.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Loads the classes of a client on another core, while picocli describes the command: that is a
 * tenth of the time to the first output. What is made of them is thrown away, because a kubeconfig
 * may run a program for a login, which must run once.
 */
public final class ClientPreload {
  private static final Set<String> WITHOUT_CLUSTER = Set.of("lint", "generate-completion");

  /** Of no cluster; without certificates, so that no trust store is read. */
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: none
      contexts: [{name: none, context: {cluster: none, user: none}}]
      clusters: [{name: none, cluster: {server: "https://none", insecure-skip-tls-verify: true}}]
      users: [{name: none, user: {token: none}}]
      """;

  private ClientPreload() {}

  /**
   * Begins, if a command asks a cluster.
   *
   * @param first the first word after {@code kubectl cdc}
   */
  public static void start(String first) {
    if (first.startsWith("-") || first.startsWith("__") || WITHOUT_CLUSTER.contains(first)) {
      return;
    }
    begin("preload-client", () -> Cluster.client(Config.fromKubeconfig(KUBECONFIG)).close());
    begin(
        "preload-answer",
        () -> {
          greet();
          Cluster.preloadPipelines();
        });
  }

  private static void begin(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    // What fails here fails once more where it is reported.
    thread.setUncaughtExceptionHandler((failed, e) -> {});
    thread.start();
  }

  /** The first message of a handshake, sent to nobody. */
  private static void greet() {
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[0], null);
      var engine = tls.createSSLEngine();
      engine.setUseClientMode(true);
      var message = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), message);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
