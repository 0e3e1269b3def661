package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.shipper.ShipperProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever fails on the way, every hop ends up with the same changes. One platform for all tests.
 */
class PipelineFaultIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration ROTATION = Duration.ofMinutes(2);
  private static final String TABLE = "once_orders";
  private static final int STARTUP_LINES = 1;

  private static Demo demo;
  private static Session session;
  private static Workload workload;

  /** The operator dies while provisioning, and another one continues. */
  @BeforeAll
  static void startWithAnOperatorThatDiesHalfway() {
    DemoOptions options = DemoOptions.parse(new String[] {}, Installation.current().repository());
    demo = Demo.prepare(options, LocalServers.ofThisFork("demo"), new Steps(System.out));
    demo.start();
    await()
        .atMost(TIMEOUT)
        .until(() -> demo.platform().brokers().broker(demo.pipelineName()).isPresent());
    demo.operator().kill();
    demo.operator().start();
    demo.awaitReady();
    session = new Session(demo);
    workload = session.workload();
    workload.createTables();
  }

  @AfterAll
  static void stop() {
    if (workload != null) {
      workload.close();
    }
    if (demo != null) {
      demo.close(session == null);
    }
  }

  @Test
  void aKilledConsumerLosesNothingAndCountsNothingTwice() {
    long before = workload.committed().total();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 3_000, 20));
    await().atMost(TIMEOUT).until(() -> Hops.lines(session.consumers()).total() > before + 200);
    session.consumers().get(0).kill();
    load.join();
    awaitEqualData();

    Counts counted = Hops.counters(session.consumers());
    workload.update(TABLE, 300);
    awaitEqualData();
    TableOp updates = TableOp.of(session.database(), TABLE, "update");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(Hops.counters(session.consumers()).of(updates))
                    .isEqualTo(counted.of(updates) + 300));
  }

  @Test
  void aStoppedBrokerOnlyDelaysChanges() {
    session.broker().stop();
    workload.insert(TABLE, 500, 50);
    session.broker().start();
    workload.insert(TABLE, 100, 10);
    awaitEqualData();
  }

  @Test
  void dataFlowsWithoutTheOperatorAndAfterItsRestart() {
    demo.operator().kill();
    workload.insert(TABLE, 400, 25);
    awaitEqualData();
    demo.operator().start();
    demo.awaitReady();
    workload.delete(TABLE, 50);
    awaitEqualData();
  }

  @Test
  void aRestartedOperatorWritesNothing() throws IOException {
    demo.awaitReady();
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> written().equals(written(Duration.ofSeconds(12))));
    String before = written();
    long lines = lines();

    demo.operator().kill();
    demo.operator().start();
    await().atMost(TIMEOUT).until(() -> reconciles() > 4);

    assertThat(written()).isEqualTo(before);
    assertThat(lines() - lines).as("log lines at startup").isEqualTo(STARTUP_LINES);
  }

  /** Nothing but heartbeats shows it: no row changes meanwhile. */
  @Test
  void aDeadShipperOfAnIdlePipelineIsNamedWithinTwoMinutes() {
    demo.awaitReady();
    ShipperProcess shipper = demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    shipper.stop();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> ready().startsWith("False DataFlowing: nothing has passed the hop search"));
    assertThat(hop("search")).containsKey("since");
    assertThat(hop("consumer")).containsEntry("lagSeconds", 0).doesNotContainKey("since");

    shipper.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> ready().startsWith("True"));
  }

  private static String ready() {
    Map<String, Object> ready = entry("conditions", "type", "Ready");
    return ready.get("status") + " " + ready.get("message");
  }

  private static Map<String, Object> hop(String name) {
    return entry("hops", "name", name);
  }

  private static Map<String, Object> entry(String list, String key, String value) {
    List<Map<String, Object>> entries = demo.live().get("status", list);
    return entries.stream().filter(e -> value.equals(e.get(key))).findFirst().orElseThrow();
  }

  @Test
  void aKilledTicdcResumesAtItsCheckpoint() {
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 1_000, 10));
    demo.platform().databases().ticdc(demo.pipelineName()).orElseThrow().kill();
    load.join();
    workload.update(TABLE, 100);
    awaitEqualData();
  }

  /**
   * As docs/security.md describes a rotation. All at once is the worst order: no hop has a login
   * left that works on both sides.
   */
  @Test
  void everyPasswordIsRotatedUnderLoad() {
    demo.awaitReady();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> insertUntil(done));
    String deployed = consumerTemplate();
    List<String> secrets =
        Stream.of("kafka-ticdc", "kafka-consumer", "es-writer", "es-reader", "es-setup", "db-root")
            .map(secret -> demo.pipelineName() + "-" + secret)
            .toList();
    Map<String, String> before = passwords(secrets);
    Map<String, String> acceptedBefore = accepted();
    assertThat(acceptedBefore).hasSize(4);

    secrets.forEach(PipelineFaultIT::deletePassword);
    await()
        .atMost(ROTATION)
        .until(
            () ->
                allReplaced(before, passwords(secrets))
                    && allReplaced(acceptedBefore, accepted())
                    && !consumerTemplate().equals(deployed));
    demo.awaitReady();
    done.set(true);
    load.join();
    assertThat(session.consumers().get(0).restarts()).as("crashes").isZero();

    session = new Session(demo);
    awaitEqualData();
    try (Workload asRoot = session.workload()) {
      assertThat(asRoot.committed().total()).as("root logs in with its new password").isZero();
    }
  }

  private static void insertUntil(AtomicBoolean done) {
    while (!done.get()) {
      workload.insert(TABLE, 20, 5);
      await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
  }

  private static Map<String, String> passwords(List<String> secrets) {
    Map<String, String> passwords = new HashMap<>();
    for (String secret : secrets) {
      passwords.put(secret, demo.cluster().secret(secret, "password").orElse(""));
    }
    return passwords;
  }

  /** Checksums of the credentials that a login has proved. */
  private static Map<String, String> accepted() {
    Map<String, String> accepted = new HashMap<>();
    demo.client()
        .configMaps()
        .inNamespace(demo.cluster().namespace())
        .withName(demo.pipelineName() + "-applied")
        .get()
        .getData()
        .forEach(
            (key, value) -> {
              if (key.startsWith("credentials-")) {
                accepted.put(key, value);
              }
            });
    return accepted;
  }

  private static boolean allReplaced(Map<String, String> before, Map<String, String> now) {
    return now.entrySet().stream()
        .noneMatch(e -> e.getValue().isEmpty() || e.getValue().equals(before.get(e.getKey())));
  }

  private static void deletePassword(String secret) {
    demo.client()
        .secrets()
        .inNamespace(demo.cluster().namespace())
        .withName(secret)
        .edit(
            live -> {
              live.getData().remove("password");
              return live;
            });
  }

  private static String consumerTemplate() {
    return Serialization.asJson(
        demo.client()
            .apps()
            .deployments()
            .inNamespace(demo.cluster().namespace())
            .withName(demo.pipelineName() + "-consumer")
            .get()
            .getSpec()
            .getTemplate());
  }

  /**
   * The pipeline's status, and the resource versions of its events and of what the operator writes.
   */
  private static String written() {
    var client = demo.client();
    var namespace = demo.live().getMetadata().getNamespace();
    var written =
        new ArrayList<HasMetadata>(client.v1().events().inNamespace(namespace).list().getItems());
    written.addAll(client.configMaps().inNamespace(namespace).list().getItems());
    written.addAll(client.secrets().inNamespace(namespace).list().getItems());
    written.addAll(client.services().inNamespace(namespace).list().getItems());
    // An advancing checkpoint is updated every ten minutes in any case, the audit every five.
    return Serialization.asJson(demo.live().get("status"))
            .replaceAll("\"(checkpoint|verifiedUntil)\":\"[^\"]*\"", "")
            .replaceAll("\"unverified\":\\d+", "")
        + written.stream()
            .map(o -> o.getMetadata().getName() + o.getMetadata().getResourceVersion())
            .sorted()
            .toList();
  }

  private static String written(Duration later) {
    await().pollDelay(later).atMost(later.plusSeconds(5)).until(() -> true);
    return written();
  }

  private static long lines() throws IOException {
    try (var lines = Files.lines(demo.operator().log())) {
      return lines.filter(line -> line.contains(" INFO ")).count();
    }
  }

  private static double reconciles() {
    try {
      var request = HttpRequest.newBuilder(URI.create(demo.operator().metricsUrl())).build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("operator_sdk_reconciliations_success_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEqualData() {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Comparison comparison = session.compareData(workload);
              assertThat(comparison.equal()).as(comparison.table()).isTrue();
            });
  }
}
