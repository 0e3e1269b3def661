import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What pipelines cost that are ready and stay so: a real API server, and stand-ins for every remote
 * system (see {@link Systems}). From the environment: READY, one or more numbers of pipelines ("100
 * 300 1000"), WARM seconds (120), IDLE seconds (60), and what {@link OperatorUnderTest} reads.
 */
@Requires({Requirement.REAL_API, Requirement.CLUSTER_BINARIES, Requirement.OTHER_CRDS})
final class ReadyBench {
  private static final List<Integer> SIZES = Settings.numbers("READY", "100");
  private static final int WARM = Settings.number("WARM", 120);
  private static final int IDLE = Settings.number("IDLE", 60);
  private static final int LOOK_EVERY_MS = 5000;
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final Cluster cluster = new Cluster();
  private final Controllers controllers = new Controllers(cluster.api().client());
  private final Systems systems = new Systems(this::kafkaPassword);
  private final Table table = new Table(SIZES.stream().map(size -> size + " ready").toList());

  private ReadyBench() throws Exception {
    IntStream.range(0, ReadyPipeline.NAMESPACES)
        .forEach(i -> cluster.namespace(ReadyPipeline.namespace(i)));
  }

  public static void main(String[] args) {
    try {
      new ReadyBench().run();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private String kafkaPassword(String user) {
    var names = ReadyPipeline.ofConsumer(user).names();
    Secret secret =
        cluster.api().client().secrets()
            .inNamespace(names.namespace())
            .withName(names.consumerPasswordSecret())
            .get();
    return new String(Base64.getDecoder().decode(secret.getData().get("password")));
  }

  private void run() throws Exception {
    int before = 0;
    try (var operator = new OperatorUnderTest(cluster.kubeconfig(), systems.flags(), Map.of())) {
      for (int size : SIZES) {
        create(before, size);
        awaitReady(size);
        Thread.sleep(WARM * 1000L); // what a new pipeline is asked more often is over, code is compiled
        measure(size, operator);
        before = size;
      }
      operator.diagnose();
    }
    System.out.println("JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors\n");
    System.out.println(table);
  }

  private void create(int from, int to) throws Exception {
    var authority = systems.authority();
    for (int i = from; i < to; i++) {
      systems.add(new ReadyPipeline(i));
    }
    Cluster.parallel(
        to - from,
        i -> {
          var pipeline = new ReadyPipeline(from + i);
          controllers.prepare(pipeline, authority);
          cluster.pipeline(pipeline.names().namespace(), pipeline.names().pipeline());
        });
  }

  private void awaitReady(int size) throws InterruptedException {
    var begin = Instant.now();
    for (long ready = ready(); ready < size; ready = ready()) {
      System.err.printf("%d of %d ready; %s%n", ready, size, notReady());
      if (begin.plus(LONGEST).isBefore(Instant.now())) {
        throw new IllegalStateException("not ready in time");
      }
      Thread.sleep(LOOK_EVERY_MS);
      controllers.reportReady();
    }
    System.err.printf("%d ready after %d s%n", size, Duration.between(begin, Instant.now()).toSeconds());
  }

  private List<CdcPipeline> pipelines() {
    return cluster.api().client().resources(CdcPipeline.class)
        .inAnyNamespace()
        .list(new ListOptionsBuilder().withResourceVersion("0").build())
        .getItems();
  }

  private long ready() {
    return pipelines().stream().filter(ReadyBench::isReady).count();
  }

  private static boolean isReady(CdcPipeline pipeline) {
    return pipeline.getStatus() != null
        && pipeline.getStatus().conditions() != null
        && pipeline.getStatus().conditions().stream()
            .anyMatch(c -> c.type().equals("Ready") && c.status().equals("True"));
  }

  private String notReady() {
    return pipelines().stream()
        .filter(pipeline -> !isReady(pipeline))
        .findFirst()
        .map(pipeline -> pipeline.getMetadata().getName() + ": " + why(pipeline))
        .orElse("");
  }

  /** The message of Ready names the stage that is not. */
  private static String why(CdcPipeline pipeline) {
    return pipeline.getStatus() == null || pipeline.getStatus().conditions() == null
        ? "no status"
        : pipeline.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .map(condition -> condition.message())
            .findFirst()
            .orElse("not reconciled");
  }

  private void measure(int size, OperatorUnderTest operator) throws Exception {
    long readyBefore = ready();
    int mark = cluster.audit().mark();
    var calls = systems.calls().now();
    double cpu = operator.cpu();
    double reconciles = operator.reconciles();
    Thread.sleep(IDLE * 1000L);
    double used = operator.cpu() - cpu;
    double looks = operator.reconciles() - reconciles;
    double pipelineMinutes = size * IDLE / 60.0;
    var writes = Growth.writes(cluster, mark);
    var all = cluster.audit().calls(mark);
    table.add("ready before and after", readyBefore + " and " + ready(), "all");
    table.add("share of a core", "%.2f %%".formatted(used * 100 / IDLE), "2 % with 1000");
    table.add("writes", writes, "0");
    table.add("reconciles per pipeline and minute", "%.2f".formatted(looks / pipelineMinutes), "");
    table.add("CPU time per reconcile, with what is asked", "%.2f ms".formatted(used * 1000 / looks), "");
    table.add("calls of the API server per pipeline and minute",
        "%.2f".formatted(all.size() / pipelineMinutes), "");
    System.err.println(Growth.byResource(all));
    for (var system : List.of("TiCDC", "Kafka", "Elasticsearch", "Filebeat", "SQL")) {
      table.add(system + ": calls per pipeline and minute",
          systems.calls().since(calls, system, pipelineMinutes), "");
    }
    table.add("RSS", operator.memory("VmRSS") + " MiB", "224 MiB with 1000");
    table.add("threads", String.valueOf(operator.status("Threads")), "");
  }
}
