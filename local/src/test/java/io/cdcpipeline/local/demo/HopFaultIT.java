package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.mariadb.MariaDb;
import io.cdcpipeline.local.shipper.ShipperProcess;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status names the hop that a fault stops, in an idle pipeline, and afterwards rows agree. */
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class HopFaultIT {
  private static final Duration NAMED_WITHIN = Duration.ofMinutes(3);
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final FaultPlatform platform;
  private final Demo demo;

  HopFaultIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
  }

  @BeforeEach
  void awaitReady() {
    demo.awaitReady();
  }

  /** Nothing but heartbeats shows it: no row changes meanwhile. */
  @Test
  @FailureMode(
      fault = "Filebeat ends and nobody starts it",
      effect = "lines wait in their files; rows agree afterwards",
      shown = "`DataFlowing` False, hop `search`, within two minutes")
  void aDeadShipperIsNamed() {
    ShipperProcess shipper = demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    shipper.stop();
    insertsOnly(20);
    Duration named = awaitNotReady(is("the hop search"));
    assertThat(named).isLessThan(Duration.ofMinutes(2));
    assertThat(platform.hop("search")).containsKey("since");
    assertThat(platform.hop("consumer")).containsEntry("lagSeconds", 0).doesNotContainKey("since");

    shipper.start();
    awaitWellAgain("Filebeat stopped", named);
  }

  @Test
  @FailureMode(
      fault = "Elasticsearch hangs (SIGSTOP)",
      effect = "Filebeat retries; rows agree afterwards",
      shown = "`SearchReady` False within three minutes")
  void aFrozenElasticsearchIsNamed() {
    Duration named;
    try (var frozen = FrozenProcess.of("org.elasticsearch")) {
      insertsOnly(20);
      named = awaitNotReady(is("SearchReady").or(is("the hop search")));
    }
    awaitWellAgain("Elasticsearch frozen", named);
  }

  @Test
  @FailureMode(
      fault = "Elasticsearch's disk is full (flood stage)",
      effect = "it makes indices read-only and Filebeat retries; rows agree afterwards",
      shown = "`DataFlowing` False, hop `search`, within three minutes",
      action = "more disk, or a shorter `retentionDays`")
  void aFullDiskIsNamed() {
    var node = new ElasticsearchAdmin(node());
    node.settings(ElasticsearchAdmin.DISK_FULL);
    insertsOnly(20);
    Duration named = awaitNotReady(is("the hop search").or(is("SearchReady")));
    node.settings(ElasticsearchAdmin.DISK_EMPTY);
    awaitWellAgain("disk full", named);
  }

  @Test
  @FailureMode(
      fault = "Elasticsearch refuses Filebeat's user",
      effect = "Filebeat retries; rows agree afterwards",
      shown = "`DataFlowing` False, hop `search`, within three minutes")
  void aRefusedWriterIsNamed() {
    var users = new FileRealmUsers(demo, "es-writer");
    users.remove();
    insertsOnly(20);
    Duration named = awaitNotReady(is("the hop search").or(is("SearchReady")));
    users.putBack();
    awaitWellAgain("writer refused", named);
  }

  @Test
  @FailureMode(
      fault = "A consumer hangs (SIGSTOP)",
      effect = "its partitions wait, or go to another consumer; rows agree afterwards",
      shown = "`ConsumerReady` or `DataFlowing` False, hop `consumer`, within three minutes")
  void aFrozenConsumerIsNamed() {
    Duration named;
    try (var frozen = FrozenProcess.of("cdc-pipeline-consumer")) {
      insertsOnly(20);
      named = awaitNotReady(is("ConsumerReady").or(is("the hop consumer")));
    }
    awaitWellAgain("consumer frozen", named);
  }

  @Test
  @FailureMode(
      fault = "Kafka's only broker is away for minutes",
      effect = "TiCDC holds changes back; rows agree afterwards",
      shown = "`KafkaReady`, `ChangefeedReady` or `DataFlowing` False within three minutes")
  void anAbsentBrokerIsNamed() {
    platform.session().broker().stop();
    insertsOnly(20);
    Duration named = awaitNotReady(is("KafkaReady").or(is("ChangefeedReady")).or(is("the hop")));
    platform.session().broker().start();
    awaitWellAgain("broker stopped", named);
  }

  @Test
  @FailureMode(
      fault = "TiCDC hangs (SIGSTOP)",
      effect = "changes wait in the database; rows agree afterwards",
      shown = "`ChangefeedReady` or `DataFlowing` False within three minutes")
  void aFrozenTicdcIsNamed() {
    Duration named;
    try (var frozen = FrozenProcess.of("TicdcMain")) {
      insertsOnly(20);
      named = awaitNotReady(is("ChangefeedReady").or(is("the hop changefeed")));
    }
    awaitWellAgain("TiCDC frozen", named);
  }

  @Test
  @FailureMode(
      fault = "The database is away",
      effect = "nothing changes, and nothing is lost",
      shown = "`DatabaseReady` and `DataFlowing` False within three minutes")
  void anAbsentDatabaseIsNamed() {
    MariaDb database = demo.platform().databases().database(demo.pipelineName()).orElseThrow();
    database.stop();
    Duration named = awaitNotReady(is("DatabaseReady").or(is("DataFlowing")));
    for (String condition : List.of("DatabaseReady", "DataFlowing")) {
      await().atMost(NAMED_WITHIN).until(() -> !platform.condition(condition).startsWith("True"));
    }
    database.start();
    platform.workload().reconnect();
    awaitWellAgain("database stopped", named);
  }

  private Elasticsearch node() {
    return demo.platform().search().node(demo.pipelineName()).orElseThrow();
  }

  private void insertsOnly(int rows) {
    platform.workload().insert(TABLE, rows, 10);
  }

  private static Predicate<String> is(String part) {
    return ready -> ready.contains(part);
  }

  private Duration awaitNotReady(Predicate<String> named) {
    Instant injected = Instant.now();
    await()
        .atMost(NAMED_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> platform.condition("Ready"),
            ready -> ready.startsWith("False") && named.test(ready));
    return Duration.between(injected, Instant.now());
  }

  private void awaitWellAgain(String fault, Duration named) {
    String ready = platform.condition("Ready");
    Instant healed = Instant.now();
    await().atMost(READY_WITHIN).until(() -> platform.condition("Ready").startsWith("True"));
    Duration again = Duration.between(healed, Instant.now());
    insertsOnly(10);
    platform.awaitEqualData();
    System.out.printf(
        "fault | %s | named after %d s | ready again after %d s | %s%n",
        fault, named.toSeconds(), again.toSeconds(), ready);
  }
}
