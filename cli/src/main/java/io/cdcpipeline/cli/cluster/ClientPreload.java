package io.cdcpipeline.cli.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Loads the classes of a client. What is made of them is thrown away, because a kubeconfig may run
 * a program for a login, which must run once.
 */
public final class ClientPreload {
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

  private static final String EMPTY_PIPELINE = "{\"items\":[{\"metadata\":{},\"status\":{}}]}";

  private ClientPreload() {}

  /** Begins on threads of its own. */
  public static void start() {
    begin("preload-client", () -> Cluster.client(Config.fromKubeconfig(KUBECONFIG)).close());
    begin(
        "preload-answer",
        () -> {
          greet();
          describePipelines();
        });
  }

  /** On a thread of its own, of which nobody waits for the end. */
  public static void begin(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    // What fails here fails once more where it is reported.
    thread.setUncaughtExceptionHandler((failed, e) -> {});
    thread.start();
  }

  /** How a list of pipelines is read, worked out once for all that are read later. */
  private static void describePipelines() {
    Serializers.CLIENT
        .unmarshal(EMPTY_PIPELINE, GenericKubernetesResourceList.class)
        .getItems()
        .forEach(Cluster::observed);
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
