import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * More and more pipelines, in steps: what each costs must not depend on how many there are. One
 * column for each step.
 */
final class Growth {
  private static final int NAMESPACES = 10;
  private static final int CHILDREN_SHOWN_EVERY_MS = 500;

  private final Cluster cluster;
  private final Table table;
  private final List<Step> steps = new ArrayList<>();

  /** From none or those before to that many, and what the new ones cost in seconds. */
  record Step(int before, int after, double wall, double ours, double theirs) {
    int added() {
      return after - before;
    }

    List<String> namespaces() {
      return IntStream.range(0, NAMESPACES).mapToObj(i -> "to-" + after + "-" + i).toList();
    }
  }

  Growth(Cluster cluster, List<Integer> sizes) {
    this.cluster = cluster;
    this.table = new Table(sizes.stream().map(size -> "to " + size).toList());
  }

  Table table() {
    return table;
  }

  /** Creates pipelines until there are that many, and waits for the first reconcile of each. */
  void to(int size, OperatorUnderTest operator) throws Exception {
    int before = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).after();
    var step = new Step(before, size, 0, 0, 0);
    step.namespaces().forEach(cluster::namespace);
    long children = cluster.children("-A");
    long ofOne = cluster.children("-n", "one");
    int mark = cluster.audit().mark();
    var begin = Instant.now();
    double cpu = operator.cpu();
    double servers = Servers.cpu();
    double reconciles = operator.reconciles();
    create(step);
    double wall = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    var done = new Step(before, size, wall, operator.cpu() - cpu, Servers.cpu() - servers);
    steps.add(done);
    double perPipeline = (operator.reconciles() - reconciles) / done.added();
    var calls = cluster.audit().calls(mark);
    costs(done);
    table.add("reconciles per new pipeline", "%.1f".formatted(perPipeline), "");
    calls(done, calls);
    table.add(
        "children of the new ones",
        "%d of %d".formatted(cluster.children("-A") - children, ofOne * done.added()),
        "all");
  }

  private void create(Step step) throws InterruptedException {
    var reconciled = ConcurrentHashMap.<String>newKeySet();
    try (var statuses =
        cluster.api().client().resources(CdcPipeline.class).inAnyNamespace()
            .inform(new FirstStatus(step.namespaces(), reconciled))) {
      Cluster.parallel(
          step.added(),
          i -> cluster.pipeline(step.namespaces().get(i % NAMESPACES), "p" + i / NAMESPACES));
      while (reconciled.size() < step.added()) {
        Thread.sleep(CHILDREN_SHOWN_EVERY_MS);
      }
    }
  }

  private void costs(Step step) {
    table.add("wall until all are reconciled", "%.0f s".formatted(step.wall()), "150 s for 1000");
    table.add("CPU time of the operator per new pipeline", millis(step.ours(), step), "");
    table.add("CPU time of API server and etcd per new pipeline", millis(step.theirs(), step), "");
  }

  private static String millis(double seconds, Step step) {
    return "%.0f ms".formatted(seconds * 1000 / step.added());
  }

  /** Beside the applies of its children, its finalizer and its status. */
  private void calls(Step step, List<AuditLog.Call> all) {
    var probed = Set.of("one"); // its spec is changed meanwhile
    var others =
        all.stream()
            .filter(call -> !isApply(call) && !probed.contains(call.namespace()))
            .toList();
    table.add(
        "calls per new pipeline beyond applies and two status writes",
        "%.1f".formatted((others.size() - 2.0 * step.added()) / step.added()),
        "12");
    System.err.println(byResource(others));
  }

  private static boolean isApply(AuditLog.Call call) {
    return call.verb().equals("patch") && !call.resource().startsWith("cdcpipelines");
  }

  /** Those since then, without leases. */
  static String writes(Cluster cluster, int mark) {
    return byResource(
        cluster.audit().writesSince(mark).stream()
            .filter(call -> !call.resource().equals("leases"))
            .toList());
  }

  /** How many, and of what. */
  static String byResource(List<AuditLog.Call> calls) {
    var counts =
        calls.stream()
            .collect(Collectors.groupingBy(call -> call.verb() + " " + call.resource(),
                TreeMap::new, Collectors.counting()));
    return calls.isEmpty() ? "0" : calls.size() + " " + counts;
  }

  /** The ratios are within one run, because the machine differs from run to run. */
  void floor() throws InterruptedException {
    double floors = 0;
    for (var step : steps) {
      step.namespaces().forEach(name -> cluster.namespace(Floor.namespace(name)));
      var floor =
          new Floor(cluster.api(), Cluster.CLIENTS, Servers::cpu).measure(step.namespaces());
      floors += floor.cpuSeconds();
      table.add(
          "the same children by a plain client: objects, wall",
          "%d, %.0f s".formatted(floor.objects(), floor.wallSeconds()),
          "");
      table.add(
          "CPU time of API server and etcd for that, the floor, per new pipeline",
          millis(floor.cpuSeconds(), step),
          "");
      ratios(" against the floor", step.ours(), step.theirs(), floor.cpuSeconds());
    }
    ratios(
        " against the floor, all steps",
        steps.stream().mapToDouble(Step::ours).sum(),
        steps.stream().mapToDouble(Step::theirs).sum(),
        floors);
    double wall = steps.stream().mapToDouble(Step::wall).sum();
    table.add("wall, all steps", "%.0f s".formatted(wall), "150 s for 1000");
  }

  private void ratios(String against, double ours, double theirs, double floor) {
    table.add("API server and etcd" + against, "%.2f".formatted(theirs / floor), "1.3");
    table.add("all CPU time" + against, "%.2f".formatted((ours + theirs) / floor), "2.0");
  }
}
