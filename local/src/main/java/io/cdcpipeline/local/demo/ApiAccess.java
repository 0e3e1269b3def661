package io.cdcpipeline.local.demo;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.ServedKind;
import io.cdcpipeline.testkit.http.HttpServers;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API server: one inside this program, or that of a kubeconfig. */
record ApiAccess(Optional<ApiServer> own, KubernetesClient client, Path kubeconfig)
    implements AutoCloseable {
  private static final List<String> NEEDED =
      List.of(
          "core.pingcap.com/v1alpha1 TiDBGroup",
          "kafka.strimzi.io/v1 Kafka",
          "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
          "beat.k8s.elastic.co/v1beta1 Beat");

  static ApiAccess open(Optional<Path> kubeconfig, Path directory) {
    try {
      if (kubeconfig.isEmpty()) {
        ApiServer server = start(directory.resolve("api-server"));
        Path file = directory.resolve("kubeconfig");
        PrivateFile.write(file, server.kubeconfig());
        return new ApiAccess(Optional.of(server), server.client(), file);
      }
      Config config =
          new ConfigBuilder(Config.fromKubeconfig(kubeconfig.get().toFile()))
              .withRequestRetryBackoffLimit(1)
              .build();
      KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
      client.getKubernetesVersion();
      return new ApiAccess(Optional.empty(), client, kubeconfig.get());
    } catch (IOException | KubernetesClientException e) {
      String what = kubeconfig.map(f -> "the API server of " + f).orElse("the demo's directory");
      throw DemoException.failed(
          "Cannot use %s: %s. Check the file, and that the server is running."
              .formatted(what, e.getMessage()),
          e);
    }
  }

  /** With TLS, because kubectl sends its token to no server without. */
  private static ApiServer start(Path directory) throws IOException {
    Map<String, List<String>> names = Map.of("api-server", List.of("localhost", "127.0.0.1"));
    Certificates certificates = Certificates.in(directory, names);
    HttpsServer https =
        HttpServers.unbound(new HttpsConfigurator(certificates.server("api-server")));
    return ApiServer.start(https, Files.readString(certificates.authority()));
  }

  boolean external() {
    return own.isEmpty();
  }

  String url() {
    return client.getConfiguration().getMasterUrl();
  }

  String description() {
    return external() ? "from " + kubeconfig : "a stand-in inside this program";
  }

  /**
   * Our own CRD and, in our own server, the kinds of the other operators; an external server must
   * have those.
   */
  void installCrds(Path repository) {
    own.ifPresent(
        server -> {
          for (ForeignKinds kinds : ForeignKinds.values()) {
            if (kinds != ForeignKinds.TIDB_V1) {
              kinds.install(client);
            }
          }
        });
    Path file = repository.resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml");
    try {
      CustomResourceDefinition crd =
          Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
      client.resource(crd).fieldManager("kubectl").forceConflicts().serverSideApply();
      ServedKind.await(client, crd, Duration.ofSeconds(10));
    } catch (IOException e) {
      throw DemoException.failed(file + " cannot be read: " + e.getMessage(), e);
    }
    for (String kind : NEEDED) {
      String apiVersion = kind.substring(0, kind.indexOf(' '));
      if (!client.supports(apiVersion, kind.substring(apiVersion.length() + 1))) {
        throw DemoException.failed(
            "The API server has no %s: install the CRDs of TiDB Operator v2, Strimzi and ECK first."
                .formatted(kind));
      }
    }
  }

  @Override
  public void close() {
    client.close();
    own.ifPresent(ApiServer::close);
  }
}
