import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.AuditLog;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The operator's figures on a real API server with the real CRDs and the chart's permissions. From the
 * environment: PIPELINES (1000), SECRETS (10000), STARTS (5), WARM seconds (120), IDLE seconds (60).
 */
@Requires({Requirement.REAL_API, Requirement.CLUSTER_BINARIES, Requirement.OTHER_CRDS})
final class Bench {
  private static final int PIPELINES = number("PIPELINES", 1000);
  private static final int SECRETS = number("SECRETS", 10_000);
  private static final int STARTS = number("STARTS", 5);
  private static final int WARM = number("WARM", 120);
  private static final int IDLE = number("IDLE", 60);
  private static final int NAMESPACES = 10;
  private static final int CLIENTS = 8;

  private final RealApi api = RealApi.get();
  private final List<String> rows = new ArrayList<>();
  private final Path kubeconfig;
  private final AuditLog audit;

  /** CPU seconds for the new pipelines, of the operator and of API server and etcd. */
  private double ours;
  private double theirs;

  private Bench() {
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator-0.85.0-all");
    for (var name : List.of("monitoring", "unrelated", "one")) {
      namespace(name);
    }
    Servers.makeRoomForServices(api);
    kubeconfig = RealOperator.install(api);
    audit = RealOperator.audit(api);
  }

  public static void main(String[] args) throws Exception {
    try {
      var bench = new Bench();
      bench.onePipeline();
      bench.manyPipelines();
      bench.print();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void onePipeline() throws Exception {
    pipeline("one", "shop");
    var cache = Files.createDirectories(Path.of("operator/target/bench")).resolve("classes.cache");
    Files.deleteIfExists(cache);
    boolean aot = Runtime.version().feature() >= 25;
    try (var training = operator((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache)) {
      training.untilReconciles(3);
    }
    var use = (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache;
    var begins = new ArrayList<Duration>();
    var ends = new ArrayList<Duration>();
    for (int i = 0; i < STARTS; i++) {
      try (var operator = operator(use)) {
        begins.add(untilFirstCall(operator));
      }
      try (var operator = operator(use)) {
        ends.add(operator.untilReconciles(1));
      }
    }
    row("process start to the first call of the first reconcile, median of " + STARTS, median(begins), "1000 ms");
    row("to its end, with informers of all kinds started", median(ends), "");
    try (var operator = operator(use)) {
      operator.untilReconciles(1);
      Thread.sleep(WARM * 1000L); // compiled by then, and reconciled as seldom as it ever is
      idle(operator, "1 pipeline");
      row("RSS, 1 pipeline", operator.memory("VmRSS") + " MiB", "128 MiB");
    }
  }

  /** One of the first calls of a first reconcile lists Services; the API server's log has the time, at no cost to the operator. */
  private Duration untilFirstCall(OperatorUnderTest operator) throws InterruptedException {
    int mark = audit.mark();
    while (true) {
      Thread.sleep(2000);
      var first = audit.calls(mark).stream()
          .filter(call -> call.verb().equals("list") && call.resource().equals("services"))
          .findFirst();
      if (first.isPresent()) {
        return Duration.between(operator.started(), first.get().received());
      }
    }
  }

  private static String median(List<Duration> times) {
    Collections.sort(times);
    return times.get(times.size() / 2).toMillis() + " ms";
  }

  private void manyPipelines() throws Exception {
    parallel(SECRETS, i -> api.client().resource(unrelated(i)).create());
    IntStream.range(0, NAMESPACES).forEach(i -> namespace("many-" + i));
    var cache = Path.of("operator/target/bench/classes.cache");
    var use = Runtime.version().feature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    try (var operator = operator(use + cache)) {
      operator.untilReconciles(1);
      long expected = children("-n", "one") * (PIPELINES + 1);
      int mark = audit.mark();
      var begin = Instant.now();
      var cpu = operator.cpu();
      double reconciles = operator.reconciles();
      var servers = Servers.cpu();
      parallel(PIPELINES, i -> pipeline("many-" + i % NAMESPACES, "p" + i / NAMESPACES));
      while (reconciled() < PIPELINES) {
        Thread.sleep(5000); // polling takes CPU time of the API server from the operator
      }
      var wall = Duration.between(begin, Instant.now());
      ours = operator.cpu() - cpu;
      theirs = Servers.cpu() - servers;
      row(PIPELINES + " pipelines, first reconcile", wall.toSeconds() + " s", "150 s for 1000");
      row("CPU time of the operator for them", "%.0f s".formatted(ours), "");
      row("CPU time of API server and etcd for them", "%.0f s".formatted(theirs), "");
      row("reconciles per new pipeline",
          "%.1f".formatted((operator.reconciles() - reconciles) / PIPELINES), "");
      callsPerPipeline(audit.calls(mark));
      row("children", children("-A") + " of " + expected, "all");
      Thread.sleep(20_000);
      idle(operator, PIPELINES + " pipelines");
      row("RSS, %d pipelines and %d other Secrets".formatted(PIPELINES, SECRETS),
          operator.memory("VmRSS") + " MiB", "256 MiB");
      row("highest RSS", operator.memory("VmHWM") + " MiB", "");
      if (System.getenv("HISTOGRAM") != null) {
        new ProcessBuilder("jcmd", operator.pid() + "", "GC.class_histogram").inheritIO().start().waitFor();
      }
    }
    nextOperator(use + cache);
    floor();
  }

  /** Beside the applies of its children, its finalizer and its status. */
  private void callsPerPipeline(List<AuditLog.Call> calls) {
    var others = calls.stream().filter(call -> !Bench.isApply(call)).toList();
    row("calls per new pipeline beyond applies and two status writes",
        "%.1f".formatted((others.size() - 2.0 * PIPELINES) / PIPELINES), "12");
    System.err.println(byResource(others));
  }

  private static boolean isApply(AuditLog.Call call) {
    return call.verb().equals("patch") && !call.resource().startsWith("cdcpipelines");
  }

  /** The ratios are within one run, because the machine differs from run to run. */
  private void floor() throws Exception {
    var namespaces = IntStream.range(0, NAMESPACES).mapToObj(i -> "many-" + i).toList();
    namespaces.forEach(name -> namespace(Floor.namespace(name)));
    var floor = new Floor(api, CLIENTS, Servers::cpu).measure(namespaces);
    row("the same %d objects applied by a plain client, wall".formatted(floor.objects()),
        "%.0f s".formatted(floor.wallSeconds()), "");
    row("CPU time of API server and etcd for that, the floor",
        "%.0f s".formatted(floor.cpuSeconds()), "");
    row("API server and etcd against the floor", "%.1f".formatted(theirs / floor.cpuSeconds()), "1.3");
    row("all CPU time against the floor", "%.1f".formatted((ours + theirs) / floor.cpuSeconds()), "2.0");
  }

  /** All children exist: the work of a leader that takes over. */
  private void nextOperator(String use) throws Exception {
    int mark = audit.mark();
    try (var operator = operator(use)) {
      row("the same by the next operator, all children present",
          operator.untilReconciles(PIPELINES + 1).toSeconds() + " s", "120 s");
      row("its CPU time", "%.0f s".formatted(operator.cpu()), "");
      row("its writes", byResource(audit.writesSince(mark)), "0");
      row("its RSS", operator.memory("VmRSS") + " MiB", "256 MiB");
    }
  }

  private void idle(OperatorUnderTest operator, String what) throws Exception {
    int mark = audit.mark();
    double cpu = operator.cpu();
    double reconciles = operator.reconciles();
    Thread.sleep(IDLE * 1000L);
    row("idle, " + what + ": share of a core",
        "%.2f %%".formatted((operator.cpu() - cpu) * 100 / IDLE), "1 % with one");
    row("idle, " + what + ": reconciles per second",
        "%.1f".formatted((operator.reconciles() - reconciles) / IDLE), "");
    row("idle, " + what + ": writes", byResource(audit.writesSince(mark)), "0");
  }

  /** How many, and of what. */
  private static String byResource(List<AuditLog.Call> writes) {
    var counts =
        writes.stream()
            .collect(Collectors.groupingBy(call -> call.verb() + " " + call.resource(),
                TreeMap::new, Collectors.counting()));
    return writes.isEmpty() ? "0" : writes.size() + " " + counts;
  }

  /** The API server gives a status without a phase by default. */
  private long reconciled() {
    return api.client().resources(CdcPipeline.class).inAnyNamespace().list().getItems().stream()
        .filter(p -> p.getMetadata().getNamespace().startsWith("many-"))
        .filter(p -> p.getStatus() != null && p.getStatus().phase() != null)
        .count();
  }

  /** Objects with the operator's label. */
  private long children(String... where) {
    var command = new ArrayList<>(List.of("get", RealOperator.CHILDREN, "-o", "name"));
    command.addAll(List.of("-l", "app.kubernetes.io/managed-by=cdc-pipeline-operator"));
    command.addAll(List.of(where));
    return api.kubectl(command.toArray(String[]::new)).lines().filter(line -> line.contains("/")).count();
  }

  private void pipeline(String namespace, String name) {
    api.client()
        .resource(Serialization.unmarshal(
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: %s, namespace: %s}
            spec: {changefeed: {tables: ["shop.*"]}}
            """.formatted(name, namespace), CdcPipeline.class))
        .create();
  }

  private void namespace(String name) {
    api.client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static io.fabric8.kubernetes.api.model.Secret unrelated(int i) {
    return new SecretBuilder()
        .withNewMetadata().withNamespace("unrelated").withName("secret-" + i).endMetadata()
        .addToStringData("value", "x".repeat(1000))
        .build();
  }

  private static void parallel(int times, IntConsumer work) throws InterruptedException {
    var pool = Executors.newFixedThreadPool(CLIENTS);
    IntStream.range(0, times).forEach(i -> pool.execute(() -> work.accept(i)));
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.MINUTES);
  }

  private OperatorUnderTest operator(String flag) throws Exception {
    return new OperatorUnderTest(kubeconfig, List.of(flag));
  }

  private void row(String what, String measured, String toHold) {
    var row = "| %s | %s | %s |".formatted(what, measured, toHold);
    System.err.println(row);
    rows.add(row);
  }

  private void print() {
    System.out.println("JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors");
    System.out.println("| | Measured | To hold |\n|---|---|---|");
    rows.forEach(System.out::println);
  }

  private static int number(String name, int otherwise) {
    return Integer.parseInt(System.getenv().getOrDefault(name, String.valueOf(otherwise)));
  }
}
