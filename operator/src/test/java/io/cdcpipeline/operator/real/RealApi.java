package io.cdcpipeline.operator.real;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.files.TemporaryFolder;
import io.cdcpipeline.testkit.requirement.RealApiServer;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real kube-apiserver with etcd, garbage collector and namespace controller, one for the whole
 * test run, with our CRD and an audit log of every call.
 */
public final class RealApi implements AutoCloseable {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static RealApi running;

  private final Path folder;
  private final Path binaries;
  private final KubeAPIServer server;
  private final Optional<Process> controllers;
  private final KubernetesClient client;
  private final ApiResources resources;
  private final Set<Path> installed = new HashSet<>();
  private final Map<String, AuditLog> audits = new ConcurrentHashMap<>();

  private RealApi(Path binaries) throws IOException {
    this.binaries = binaries;
    folder = Files.createTempDirectory("real-api");
    var policy = Files.writeString(folder.resolve("audit.yaml"), AUDIT_POLICY);
    server =
        RealApiServer.create(
            "--audit-policy-file=" + policy,
            "--audit-log-path=" + auditLog(),
            // In MiB: by default it begins a new file after a hundred, as with a thousand
            // pipelines.
            "--audit-log-maxsize=10000");
    server.start();
    Files.writeString(kubeconfig(), server.getKubeConfigYaml());
    controllers = controllerManager();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    resources = new ApiResources(client);
    install(Golden.root().resolve("crds"));
  }

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules: [{level: Metadata}]
      """;

  /** The running server, started on first use. Test classes declare {@code REAL_API}. */
  public static synchronized RealApi get() {
    var binaries = Requirement.REAL_API.path();
    if (running == null) {
      try {
        running = new RealApi(binaries);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(RealApi::stop));
    }
    return running;
  }

  static synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  public KubernetesClient client() {
    return client;
  }

  /** As clients' configuration has it. */
  public URI url() {
    return URI.create(client.getConfiguration().getMasterUrl());
  }

  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  public Path auditLog() {
    return folder.resolve("audit.log");
  }

  /** The calls of a user, read once whoever asks: the log has those of the whole test run. */
  public AuditLog audit(String user) {
    return audits.computeIfAbsent(user, name -> new AuditLog(auditLog(), name));
  }

  /** One of the binaries beside kube-apiserver, e.g. eck-operator. */
  public Path binary(String name) {
    return Requirement.CLUSTER_BINARIES.path().resolve(name);
  }

  /** A new namespace for one test. */
  public String namespace() {
    var name = "test-" + NAMESPACES.incrementAndGet();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** Deletes the pipelines of all namespaces; an operator has to be running. */
  public void deletePipelines() {
    kubectl("delete", "cdcpipelines", "--all", "--all-namespaces", "--timeout=90s");
  }

  /** Applies every manifest of a folder, and waits until the CRDs among them are served. */
  public void install(Path manifests) {
    var crds =
        kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "--output=name",
                "-f",
                manifests.toString())
            .lines()
            .filter(name -> name.startsWith("customresourcedefinition"));
    var wait = Stream.concat(Stream.of("wait", "--for=condition=Established"), crds);
    var command = wait.toArray(String[]::new);
    // A new CRD has no conditions yet, which kubectl treats as an error.
    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> kubectl(command));
  }

  /**
   * The other operators' CRDs: tidb-operator-v2.0.1, strimzi-1.2.0, … Once per server, because
   * applying them takes seconds.
   */
  public void installForeign(String... folders) {
    Arrays.stream(folders)
        .map(Requirement.OTHER_CRDS.path()::resolve)
        .filter(installed::add)
        .forEach(this::install);
  }

  /** Again, after a test has deleted some of them. */
  public void reinstallForeign(String folder) {
    install(Requirement.OTHER_CRDS.path().resolve(folder));
  }

  /** Runs kubectl and returns its output; fails if it fails. */
  public String kubectl(String... arguments) {
    var result = run(arguments);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }

  /**
   * Merges a patch into an object.
   *
   * @param object such as cdcpipeline/shop
   * @param flags of {@code kubectl patch} besides
   */
  public void merge(String namespace, String object, String patch, String... flags) {
    var command = new ArrayList<>(List.of("patch", object, "-n", namespace, "--type=merge"));
    command.addAll(List.of("-p", patch));
    command.addAll(List.of(flags));
    kubectl(command.toArray(String[]::new));
  }

  /** The objects of some kinds, as {@code kubectl get kinds -n namespace -l selector -o name}. */
  public Set<String> names(String kinds, String namespace, String selector) {
    return Arrays.stream(kinds.split(",", -1))
        .flatMap(kind -> resources.names(kind, namespace, selector))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Exit code and everything printed. */
  public record Result(int code, String output) {}

  /** Runs kubectl for two minutes at most, whether it succeeds or not. */
  public Result run(String... arguments) {
    var command = new ArrayList<>(List.of(binaries.resolve("kubectl").toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig().toString()));
    command.addAll(Arrays.asList(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      process.onExit().orTimeout(2, MINUTES).exceptionally(late -> process.destroyForcibly());
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not among the programs that kube-api-test fetches. */
  private Optional<Process> controllerManager() throws IOException {
    var program = binaries.resolve("kube-controller-manager");
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessBuilder(
                program.toString(),
                "--kubeconfig=" + kubeconfig(),
                "--controllers=garbage-collector-controller,namespace-controller",
                "--bind-address=127.0.0.1",
                "--secure-port=" + freePort(),
                "--leader-elect=false")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("controller-manager.log").toFile())
            .start());
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    ShownBy.rights(this);
    controllers.ifPresent(Process::destroy);
    client.close();
    server.stop();
    TemporaryFolder.delete(folder);
  }
}
