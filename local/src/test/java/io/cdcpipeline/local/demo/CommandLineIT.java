package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every verb of kubectl cdc, as a process of its own, against one running demo. */
@ExtendWith(FaultPlatform.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Each look is a JVM that starts. */
  private static final Duration BETWEEN_COMMANDS = Duration.ofSeconds(2);

  /** No other class changes it. */
  private static final String TABLE = "once_customers";

  @TempDir static Path folder;

  private static Demo demo;

  /** What a command printed. */
  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void change(FaultPlatform platform) {
    demo = platform.demo();
    demo.awaitReady();
    Workload workload = platform.workload();
    workload.insert(TABLE, 20, 5);
    workload.update(TABLE, 5);
    workload.delete(TABLE, 2);
    platform.awaitEqualData();
  }

  @Test
  @Order(1)
  void statusWaitsAndCounts() {
    Result ready = run("status", "shop", "--wait", "--timeout", "2m");
    assertThat(ready.code()).as(ready.err()).isZero();
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_COMMANDS)
        .untilAsserted(
            () ->
                assertThat(run("status", "shop").out())
                    .contains("shop/shop", "Ready", "TiDB", "ready")
                    .contains("shop.once_customers  1 ddl, 2 delete, 20 insert, 5 update"));
    assertThat(run("status", "-A").out()).contains("shop   ");
    assertThat(run("status", "shop", "-o", "json").out()).contains("\"ready\" : true");
  }

  @Test
  @Order(2)
  void tailShowsTheChangesAndTraceFollowsARow() {
    Result deletes =
        run("tail", "--no-follow", "--table", "once_customers", "--op", "delete", "-o", "json");
    assertThat(deletes.out().lines()).hasSize(2);
    String key = deletes.out().replaceAll("(?s).*?once_customers/([^@]+)@.*", "$1");
    assertThat(run("tail", "--no-follow", "--key", key).out())
        .contains("INSERT shop.once_customers  " + key)
        .contains("DELETE shop.once_customers  " + key);

    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_COMMANDS)
        .untilAsserted(
            () -> {
              Result trace = run("trace", "shop.once_customers", key);
              assertThat(trace.out()).contains("INSERT", "DELETE", "everything up to");
              assertThat(trace.out()).contains("documents").doesNotContain("no\n");
              assertThat(trace.code()).isZero();
            });
  }

  @Test
  @Order(3)
  void planAndLintChangeNothing() throws IOException {
    Path samples = Installation.current().repository().resolve("samples");
    assertThat(run("lint", "-f", samples.toString()).code()).isZero();
    Path file = folder.resolve("shop.yaml");
    String shop = Files.readString(samples.resolve("shop.yaml"));
    Files.writeString(file, shop.replace("  consumer:\n", "  consumer:\n    replicas: 2\n"));
    long generation = demo.live().getMetadata().getGeneration();
    Result plan = run("plan", "-f", file.toString());
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("consumer.replicas: 1 → 2")
        .contains("~ Deployment shop-consumer")
        .contains("nothing is lost.");
    assertThat(demo.live().getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  @Order(4)
  void connectSaysHow() {
    Result sql = run("connect", "sql", "--print");
    assertThat(sql.out()).contains("sql ", ":4000", "kubectl get secret shop-db-user-shop-app");
    assertThat(run("connect", "search", "--print").out()).contains("cdc-reader", "--connect-to");
    assertThat(run("connect", "kafka", "--print").out()).contains("shop-consumer");
  }

  @Test
  @Order(5)
  void reportHasNoSecret() throws IOException {
    Path file = folder.resolve("report.zip");
    Result report = run("report", "--file", file.toString());
    assertThat(report.code()).as(report.err()).isZero();
    List<String> secrets = new ArrayList<>();
    for (String secret : List.of("shop-db-root", "shop-es-reader", "shop-kafka-consumer")) {
      demo.cluster().secret(secret, "password").ifPresent(secrets::add);
    }
    assertThat(secrets).hasSize(3);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(Object::toString))
          .contains(
              "pipeline.yaml", "objects/Kafka-shop.yaml", "logs/shop-consumer-0-consumer.log");
      for (var entry : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        assertThat(new String(bytes, StandardCharsets.UTF_8))
            .as(entry.getName())
            .doesNotContain(secrets.toArray(String[]::new));
      }
    }
  }

  @Test
  @Order(6)
  void suspendsResumesReplaysAndRestarts() {
    assertThat(run("suspend", "shop").code()).isZero();
    await().atMost(TIMEOUT).until(() -> "Suspended".equals(demo.live().get("status", "phase")));
    assertThat(run("status", "shop").out()).contains("kubectl cdc resume shop -n shop");
    assertThat(run("resume", "shop").code()).isZero();
    assertThat(run("status", "shop", "--wait", "--timeout", "2m").code()).isZero();

    Result replay = run("replay", "shop", "--from", "earliest", "--wait", "--timeout", "3m");
    assertThat(replay.code()).as(replay.err()).isZero();
    assertThat(replay.err()).contains("succeeded");

    Result restart = run("restart", "shop", "--from", "now");
    assertThat(restart.out()).contains("restarts its changefeed from now");
    assertThat(run("restart", "shop", "--consumer").code()).isZero();
    assertThat(run("status", "shop", "--wait", "--timeout", "3m").code()).isZero();
  }

  private static Result run(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dnative.encoding=UTF-8"));
    command.addAll(List.of("-jar", Installation.current().commandLine().toString()));
    command.addAll(List.of(words));
    if (!words[0].equals("lint")) {
      command.addAll(List.of("--kubeconfig", demo.kubeconfig().toString()));
      if (!command.contains("-A")) {
        command.addAll(List.of("-n", "shop"));
      }
    }
    try {
      Path err = Files.createTempFile(folder, "err", "");
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
