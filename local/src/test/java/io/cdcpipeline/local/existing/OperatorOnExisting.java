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
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The operator's jar on an in-process API server, for pipelines on existing systems: one process
 * for all test classes, which resolves only localhost and {@link #WRONG_HOST}.
 */
final class OperatorOnExisting implements AutoCloseable {
  /** A name of this machine that is in no certificate. */
  static final String WRONG_HOST = "wrong-host";

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
      Files.writeString(hosts(), "127.0.0.1 localhost " + WRONG_HOST + "\n");
      Files.writeString(kubeconfig(), api.kubeconfig());
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

  /** Injects the one instance of this fork, next to {@link LocalServers.Shared}. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OperatorOnExisting.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return LocalServers.Shared.of(context)
          .beside(OperatorOnExisting.class, OperatorOnExisting::new);
    }
  }

  /** Kills the operator as a crash would, and starts another one. */
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
                            "METRICS_PORT", String.valueOf(metrics.port()),
                            "METRICS_HOST", metrics.host())));
    process.awaitReady(START_TIMEOUT, metrics::accepts);
  }

  /** A port that accepts connections and never responds. */
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

  /** A pipeline called shop in a new namespace, not applied yet. */
  PipelineOnExisting pipeline() {
    return new PipelineOnExisting(client, "existing-" + NAMESPACES.incrementAndGet());
  }

  private Path log() {
    return directory.resolve("operator.log");
  }

  /** The operator's own count of successful reconciles, of all pipelines. */
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
