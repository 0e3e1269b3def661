import io.cdcpipeline.operator.image.PodAccess;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The operator's jar in a separate process, with the runtime and the flags of its image. */
final class OperatorUnderTest implements AutoCloseable {
  private static final String JAR =
      System.getenv().getOrDefault("JAR", "operator/target/cdc-pipeline-operator.jar");
  private static final String FLAGS = System.getenv().getOrDefault("FLAGS", "");
  private static final Path JAVA = Path.of("operator/target/bench/runtime/bin/java");
  private static final long TICKS_PER_SECOND = 100;
  private static final long SOON_MS = 20;

  private static int number;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Instant started = Instant.now();
  private final Process process;
  private final Path log;
  private final int port;

  /**
   * Starts it.
   *
   * @param flags beside the image's, which fill or use the class cache
   * @param environment settings besides the access to the API server
   */
  OperatorUnderTest(Path kubeconfig, List<String> flags, Map<String, String> environment)
      throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(imageFlags());
    command.addAll(flags);
    command.addAll(Arrays.stream(FLAGS.split(" ")).filter(flag -> !flag.isEmpty()).toList());
    command.addAll(List.of("-jar", JAR));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    log = Path.of("operator/target/bench/operator-%d.log".formatted(++number));
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(asInPod(kubeconfig));
    builder.environment().putAll(environment);
    builder.environment().put("METRICS_PORT", String.valueOf(port));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    process = builder.start();
  }

  /** The image's flags; the memory is the chart's limit, as a container would report it. */
  private static List<String> imageFlags() throws IOException {
    var entry = Pattern.compile("\"(-[XD][^\"]+)\"").matcher(entryPoint());
    var flags = new ArrayList<>(List.of("-XX:MaxRAM=320m", "-XX:+IgnoreUnrecognizedVMOptions"));
    while (entry.find()) {
      if (!entry.group(1).contains("AOTCache")) {
        flags.add(entry.group(1));
      }
    }
    return flags;
  }

  /** As in a pod: reading a kubeconfig costs more. */
  private static Map<String, String> asInPod(Path kubeconfig) throws IOException {
    var access = Config.fromKubeconfig(Files.readString(kubeconfig));
    var token = Files.writeString(Path.of("operator/target/bench/token"), access.getAutoOAuthToken());
    return PodAccess.environment(
        URI.create(access.getMasterUrl()), Path.of(access.getCaCertFile()), token);
  }

  private static String entryPoint() throws IOException {
    return Files.readAllLines(Path.of("operator/Dockerfile")).stream()
        .filter(line -> line.startsWith("ENTRYPOINT"))
        .findFirst()
        .orElseThrow();
  }

  Instant started() {
    return started;
  }

  /** From the process's start until that many reconciles have ended. */
  Duration untilReconciles(double number) throws InterruptedException {
    untilReconciles(number, SOON_MS);
    return Duration.between(started, Instant.now());
  }

  /**
   * Returns once that many reconciles have ended.
   *
   * @param everyMs how often to look: each look costs the operator a millisecond, and with a
   *     thousand pipelines many
   */
  void untilReconciles(double number, long everyMs) throws InterruptedException {
    while (reconciles() < number) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the operator ended: " + log);
      }
      Thread.sleep(everyMs);
    }
  }

  double reconciles() {
    return metric("operator_sdk_reconciliations_success_total");
  }

  private double metric(String name) {
    try {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
      return http.send(request.build(), BodyHandlers.ofLines()).body()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      return 0; // not up yet
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Resident memory in MiB: VmRSS now, VmHWM at its highest. */
  long memory(String field) throws IOException {
    return status(field) / 1024;
  }

  /** A number of the process's status in /proc. */
  long status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Seconds of CPU time so far. */
  double cpu() {
    return cpu(process.pid());
  }

  static double cpu(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints what jcmd says to the commands in JCMD, as "GC.class_histogram,VM.native_memory". */
  void diagnose() throws IOException, InterruptedException {
    for (var command : System.getenv().getOrDefault("JCMD", "").split(",")) {
      if (!command.isEmpty()) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, process.pid() + "", command).inheritIO().start().waitFor();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
