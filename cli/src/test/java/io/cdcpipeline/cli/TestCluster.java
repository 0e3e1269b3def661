package io.cdcpipeline.cli;

import io.cdcpipeline.cli.output.Progress;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ServedKind;
import io.cdcpipeline.testkit.requirement.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster with our CRD, and commands that run against it. */
public final class TestCluster implements AutoCloseable {
  /** The time of every test: before that of any server, so that ages are 0. */
  public static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  /** Half a megabyte of YAML, read once for all tests of a process. */
  private static final CustomResourceDefinition CRD = crd();

  private final AutoCloseable server;
  private final KubernetesClient client;
  private final Path kubeconfig;
  private final ApiServer inProcess;

  private TestCluster(
      AutoCloseable server, KubernetesClient client, String kubeconfig, ApiServer inProcess) {
    this.server = server;
    this.client = client;
    this.inProcess = inProcess;
    try {
      this.kubeconfig = Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), kubeconfig);
      client.resource(CRD).serverSideApply();
      ServedKind.await(client, CRD, Duration.ofSeconds(30));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition crd() {
    try {
      var file = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml");
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The API server inside this process. */
  public static TestCluster start() {
    var server = ApiServer.start();
    return new TestCluster(server, server.client(), server.kubeconfig(), server);
  }

  /** A real API server with these namespaces. */
  public static TestCluster real(String... namespaces) {
    var server = RealApiServer.create();
    server.start();
    var kubeconfig = server.getKubeConfigYaml();
    var client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
    var cluster = new TestCluster(server::stop, client, kubeconfig, null);
    for (var name : namespaces) {
      var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
      client.resource(namespace).create();
    }
    return cluster;
  }

  public KubernetesClient client() {
    return client;
  }

  public ApiServer server() {
    return inProcess;
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Applies objects as a user would; a status is written too, as an operator would. */
  public void apply(String yaml) {
    for (var document : yaml.split("(?m)^---$", -1)) {
      var object = Serialization.unmarshal(document, GenericKubernetesResource.class);
      var status = object.getAdditionalProperties().remove("status");
      var live = client.resource(object).fieldManager("user").forceConflicts().serverSideApply();
      if (status != null) {
        client
            .resource(live)
            .subresource("status")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                Serialization.asJson(Map.of("status", status)));
      }
    }
  }

  /** The same from a file among the test resources. */
  public void applyFile(String name) {
    apply(resource(name));
  }

  public static String resource(String name) {
    try {
      return Files.readString(Golden.root().resolve("cli/src/test/resources").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command printed. */
  public record Result(int code, String out, String err) {
    /** Everything, for a golden file. */
    public String transcript(String command) {
      return "$ kubectl cdc %s\n%s%s[exit code %d]\n"
          .formatted(
              command,
              out,
              err.isEmpty()
                  ? ""
                  : "stderr: " + err.replace("\n", "\nstderr: ").replaceAll("stderr: $", ""),
              code);
    }
  }

  /** Runs a command line, words apart by blanks, against this cluster. */
  public Result run(String command) {
    return run(Map.of(), words(command));
  }

  private static List<String> words(String command) {
    return List.of(command.split(" ", -1));
  }

  public Result run(Map<String, String> environment, List<String> words) {
    var all = new HashMap<>(environment);
    all.putIfAbsent("KUBECONFIG", kubeconfig.toString());
    return execute(all, words);
  }

  /** Without any cluster. */
  public static Result execute(Map<String, String> environment, List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal = terminal(environment, new PrintWriter(out), new PrintWriter(err));
    int code = Invocation.run(terminal, words.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  /** One whose output is seen while it runs. */
  public static int execute(Map<String, String> environment, PrintWriter out, String... words) {
    return Invocation.run(terminal(environment, out, new PrintWriter(new StringWriter())), words);
  }

  /** Of a process that asks this cluster. */
  public Map<String, String> environment() {
    return Map.of("KUBECONFIG", kubeconfig.toString());
  }

  /** One that nobody reads. */
  public static Terminal terminal(Map<String, String> environment) {
    var nobody = new PrintWriter(Writer.nullWriter());
    return terminal(environment, nobody, nobody);
  }

  private static Terminal terminal(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    return new Terminal(
        out, err, false, true, environment, Clock.fixed(NOW, ZoneOffset.UTC), Progress.NONE);
  }

  @Override
  public void close() throws Exception {
    client.close();
    server.close();
    Files.deleteIfExists(kubeconfig);
  }
}
