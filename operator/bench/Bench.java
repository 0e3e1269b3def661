import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The operator's figures on a real API server with the real CRDs and the chart's permissions. From
 * the environment: PIPELINES, one or more numbers of them ("100 300 1000"), SECRETS (10000), STARTS
 * (5), WARM seconds (120), IDLE seconds (60), JAR, another build of the operator, FLAGS of its Java
 * beside the image's, and JCMD, what to ask it at the end.
 */
@Requires({Requirement.REAL_API, Requirement.CLUSTER_BINARIES, Requirement.OTHER_CRDS})
final class Bench {
  private static final List<Integer> PIPELINES = Settings.numbers("PIPELINES", "100 300 1000");
  private static final int SECRETS = Settings.number("SECRETS", 10_000);
  private static final int STARTS = Settings.number("STARTS", 5);
  private static final int WARM = Settings.number("WARM", 120);
  private static final int IDLE = Settings.number("IDLE", 60);
  private static final int SETTLING_MS = 20_000;
  private static final int STANDBY_MS = 10_000;
  private static final int SELDOM_MS = 1000;
  private static final Path CLASSES = Path.of("operator/target/bench/classes.cache");
  private static final boolean AOT = Runtime.version().feature() >= 25;

  private final Cluster cluster = new Cluster();
  private final Table process = new Table(List.of("Measured"));
  private final Growth growth = new Growth(cluster, PIPELINES);

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
    cluster.pipeline("one", "shop");
    Files.createDirectories(CLASSES.getParent());
    Files.deleteIfExists(CLASSES);
    var train = (AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + CLASSES;
    try (var training = new OperatorUnderTest(cluster.kubeconfig(), List.of(train), Map.of())) {
      training.untilReconciles(3);
    }
    var begins = new ArrayList<Duration>();
    var ends = new ArrayList<Duration>();
    for (int i = 0; i < STARTS; i++) {
      try (var operator = operator(Map.of())) {
        begins.add(untilFirstCall(operator));
      }
      try (var operator = operator(Map.of())) {
        ends.add(operator.untilReconciles(1));
      }
    }
    if (STARTS > 0) {
      process.add("process start to the first call of the first reconcile, median of " + STARTS,
          median(begins), "800 ms");
      process.add("to its end, with informers of all kinds started", median(ends), "");
    }
    try (var operator = operator(Map.of())) {
      operator.untilReconciles(1);
      Thread.sleep(WARM * 1000L); // compiled by then, and reconciled as seldom as it ever is
      idle(process, operator, "idle, 1 pipeline", "1 %");
      process.add("RSS, 1 pipeline", operator.memory("VmRSS") + " MiB", "112 MiB");
      operator.diagnose();
    }
  }

  /** The first call that is not about pipelines; the API server's log has the time, at no cost to the operator. */
  private Duration untilFirstCall(OperatorUnderTest operator) throws InterruptedException {
    int mark = cluster.audit().mark();
    while (true) {
      Thread.sleep(2000);
      var first = cluster.audit().calls(mark).stream()
          .filter(call -> !call.resource().equals("cdcpipelines"))
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
    cluster.foreignSecrets(SECRETS);
    try (var operator = operator(Map.of())) {
      operator.untilReconciles(1);
      var waits = new ArrayList<Long>();
      for (int size : PIPELINES) {
        try (var changes = new SpecChanges(cluster.api(), "one", "shop")) {
          growth.to(size, operator);
          waits.addAll(changes.end());
        }
        Thread.sleep(SETTLING_MS);
        idle(growth.table(), operator, "idle, all on their way", "2 % with 100");
        growth.table().add("RSS", operator.memory("VmRSS") + " MiB", "224 MiB with 1000");
        growth.table().add("highest RSS", operator.memory("VmHWM") + " MiB", "");
      }
      waits(waits);
      operator.diagnose();
    }
    nextLeader();
    growth.floor();
  }

  /** Of one pipeline's change, while others are being created. */
  private void waits(List<Long> millis) {
    Collections.sort(millis);
    for (int percentile : List.of(50, 99)) {
      int index = (int) Math.ceil(millis.size() * percentile / 100.0) - 1;
      process.add(
          "a change while others are being created: seen and applied, p%d of %d"
              .formatted(percentile, millis.size()),
          "%.1f s".formatted(millis.get(index) / 1000.0),
          percentile == 99 ? "5 s" : "");
    }
  }

  /** All children exist: a standby becomes the leader because the one before has ended. */
  private void nextLeader() throws Exception {
    var elected = Map.of("LEADER_ELECTION", "true", "LEASE_NAMESPACE", "cdc-system");
    int all = PIPELINES.get(PIPELINES.size() - 1) + 1;
    try (var first = operator(elected)) {
      first.untilReconciles(all, SELDOM_MS);
      try (var next = operator(elected)) {
        Thread.sleep(STANDBY_MS);
        first.close();
        double cpu = next.cpu();
        int mark = cluster.audit().mark();
        var begin = Instant.now();
        next.untilReconciles(all, SELDOM_MS);
        process.add("next leader, %d pipelines: from the end of the last to all looked at".formatted(all - 1),
            Duration.between(begin, Instant.now()).toSeconds() + " s", "40 s");
        process.add("its CPU time", "%.0f s".formatted(next.cpu() - cpu), "");
        process.add("its writes, without its lease", Growth.writes(cluster, mark), "0");
        process.add("its RSS", next.memory("VmRSS") + " MiB", "224 MiB");
      }
    }
  }

  private void idle(Table table, OperatorUnderTest operator, String what, String toHold)
      throws Exception {
    int mark = cluster.audit().mark();
    double cpu = operator.cpu();
    double reconciles = operator.reconciles();
    Thread.sleep(IDLE * 1000L);
    table.add(what + ": share of a core",
        "%.2f %%".formatted((operator.cpu() - cpu) * 100 / IDLE), toHold);
    table.add(what + ": reconciles per second",
        "%.1f".formatted((operator.reconciles() - reconciles) / IDLE), "");
    table.add(what + ": writes", Growth.writes(cluster, mark), "0");
  }

  private OperatorUnderTest operator(Map<String, String> environment) throws Exception {
    var use = (AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + CLASSES;
    return new OperatorUnderTest(cluster.kubeconfig(), List.of(use), environment);
  }

  private void print() {
    System.out.println("JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors\n");
    System.out.println(process + "\n");
    System.out.println(growth.table());
  }
}
