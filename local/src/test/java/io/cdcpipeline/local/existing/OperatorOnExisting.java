package io.cdcpipeline.local.existing;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The operator's own jar on an in-process API server, for pipelines on systems that exist: one
 * process for all test classes, which resolves no name but localhost and mistaken.
 */
final class OperatorOnExisting implements AutoCloseable {
  /** A name for this machine that no certificate has. */
  static final String MISTAKEN = "mistaken";

  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final LocalServers servers;
  private final Path directory;
  private final ApiServer api = ApiServer.start();
  private final ServerSocket silent = silent();
  private final KubernetesClient client;
  private final Endpoint metrics = Endpoint.free();
  private ChildProcess process;

  private OperatorOnExisting(LocalServers servers) {
    this.servers = servers;
    directory = servers.directory().resolve("operator");
    client = api.client();
    try {
      Files.createDirectories(directory);
      Files.writeString(hosts(), "127.0.0.1 localhost " + MISTAKEN + "\n");
      api.writeKubeconfig(kubeconfig());
      Path crd =
          Installation.current().repository().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml");
      client
          .resource(Serialization.unmarshal(Files.readString(crd), CustomResourceDefinition.class))
          .create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (ForeignKinds kinds : ForeignKinds.values()) {
      kinds.install(client);
    }
    start();
  }

  /** Gives tests the one instance of this run, beside {@link LocalServers.Shared}. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OperatorOnExisting.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var servers = (LocalServers) new LocalServers.Shared().resolveParameter(parameter, context);
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(
              OperatorOnExisting.class,
              type -> new OperatorOnExisting(servers),
              OperatorOnExisting.class);
    }
  }

  /** Ends the operator as a crash would, and starts another one. */
  void restart() {
    process.kill();
    start();
  }

  private void start() {
    List<String> line =
        JavaCommand.withHeap(128).names(hosts()).jar(Installation.current().operator());
    process =
        servers
            .children()
            .start(
                Command.of("operator", line, log())
                    .withEnvironment(
                        Map.of(
                            "KUBECONFIG", kubeconfig().toString(),
                            "METRICS_PORT", String.valueOf(metrics.port()))));
    process.awaitReady(START_TIMEOUT, metrics::accepts);
  }

  /** A port where connections are taken and nothing is ever said. */
  int silentPort() {
    return silent.getLocalPort();
  }

  private static ServerSocket silent() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pipeline called shop in a namespace of its own, not applied yet. */
  PipelineOnExisting pipeline() {
    return new PipelineOnExisting(client, "existing-" + NAMESPACES.incrementAndGet());
  }

  private Path log() {
    return directory.resolve("operator.log");
  }

  /** Reconciles so far that went through, of all pipelines, as the operator counts them. */
  double reconciles() {
    try {
      String text =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + metrics + "/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith("operator_sdk_reconciliations_success_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path hosts() {
    return directory.resolve("hosts");
  }

  private Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  @Override
  public void close() throws IOException {
    process.stop();
    silent.close();
    client.close();
    api.close();
  }
}
