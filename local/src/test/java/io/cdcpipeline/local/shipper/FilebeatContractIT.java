package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Filebeat and the shipper that stands in for it read the same container logs, and must
 * make the same documents of them.
 */
@Requires(Requirement.FILEBEAT)
class FilebeatContractIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final ChildProcesses children = new ChildProcesses();
  private BulkRecorder ofFilebeat;
  private BulkRecorder ofShipper;
  private ContainerFile log;
  private RealFilebeat filebeat;
  private ShipperProcess shipper;

  @BeforeEach
  void start() throws IOException {
    ofFilebeat = new BulkRecorder();
    ofShipper = new BulkRecorder();
    Path pods = directory.resolve("pods");
    Path logs = pods.resolve("shop_shop-consumer-5d4f8-x1y2z_uid/consumer");
    log = new ContainerFile(logs);
    Path authority =
        Certificates.in(directory.resolve("ca"), Map.of("any", List.of("localhost"))).authority();
    filebeat =
        new RealFilebeat(
            children, directory.resolve("filebeat"), config(pods, ofFilebeat, authority));
    filebeat.start();
    shipper = ShipperProcess.start(children, config(logs, ofShipper, authority));
  }

  private ShipperConfig config(Path logs, BulkRecorder recorder, Path authority) {
    Path data = directory.resolve("shipper");
    return new ShipperConfig(
        logs, data, recorder.url(), "user", "password", authority, Endpoint.free());
  }

  @AfterEach
  void stop() {
    children.close();
    ofFilebeat.close();
    ofShipper.close();
  }

  @Test
  @FailureMode(
      fault = "Filebeat is killed; files rotate; lines are cut by the container runtime",
      effect = "every line becomes one document, with Filebeat and the stand-in alike")
  void readPartsRotatedFilesAndRestartAlike() throws IOException {
    log.beginning(event("in two writes", "").substring(0, 20));
    log.end(event("in two writes", "").substring(20));
    log.line(event("null", ",\"data\":{\"id\":\"1\",\"note\":null},\"old\":{\"note\":null}"));
    log.line(event("cut", ",\"data\":{\"v\":\"" + "\u00e9\u4e16".repeat(20_000) + "\"}"));
    log.line(event("large", ",\"data\":{\"v\":\"" + "x".repeat(1 << 20) + "\"}"));
    assertSameDocuments(event("before-rotation", ""));
    log.rotate();
    assertSameDocuments(event("after-rotation", ""));
    filebeat.kill();
    shipper.kill();
    log.line(event("while-down", ""));
    filebeat.start();
    shipper.start();
    assertSameDocuments(event("after-restart", ""));
    assertThat(ofShipper.documents()).hasSize(8);
    JsonNode withNull = ofFilebeat.documents().get("cdc-events-2026.01.01 null");
    assertThat(withNull.at("/data/note").isNull()).isTrue();
    assertThat(withNull.at("/old/note").isNull()).isTrue();
  }

  @Test
  @FailureMode(
      fault = "Elasticsearch answers 429, 500 and 503, or rejects a document (400, 403)",
      effect =
          "the former are retried, the latter dropped: by the real Filebeat and the stand-in alike")
  void treatRefusalsAlike() throws IOException {
    for (BulkRecorder recorder : List.of(ofFilebeat, ofShipper)) {
      recorder.refuse("busy", 429, 429).refuse("broken", 500).refuse("bad", 400, 400, 400);
      recorder.refuse("forbidden", 403, 403, 403).unavailable(1);
    }
    for (String id : List.of("busy", "broken", "bad", "forbidden", "good")) {
      log.line(event(id, ""));
    }
    assertSameDocuments(event("after-refusals", ""));
    assertThat(ofShipper.documents().keySet())
        .containsExactly(
            "cdc-events-2026.01.01 after-refusals",
            "cdc-events-2026.01.01 broken",
            "cdc-events-2026.01.01 busy",
            "cdc-events-2026.01.01 good");
    for (Endpoint statistics : List.of(filebeat.statistics(), shipper.statistics())) {
      await()
          .untilAsserted(
              () -> assertThat(Statistics.of(statistics)).isEqualTo(new Statistics(6, 4, 0, 2)));
    }
  }

  /** Whatever Elasticsearch does to heartbeats, events pass. */
  @Test
  void aRefusedHeartbeatIndexDoesNotStopEvents() throws IOException {
    Integer[] forever = Collections.nCopies(500, 403).toArray(Integer[]::new);
    Integer[] aWhile = Collections.nCopies(7, 429).toArray(Integer[]::new);
    for (BulkRecorder recorder : List.of(ofFilebeat, ofShipper)) {
      recorder.refuse("forbidden@", forever).refuse("slow@", aWhile);
    }
    for (String topic : List.of("forbidden", "slow", "good")) {
      log.line(heartbeat(topic + "@1/HEARTBEAT"));
      log.line(event("beside " + topic, ""));
    }
    assertSameDocuments(event("after-heartbeats", ""));
    for (BulkRecorder recorder : List.of(ofFilebeat, ofShipper)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(recorder.documents().keySet())
                      .containsExactly(
                          "cdc-events-2026.01.01 after-heartbeats",
                          "cdc-events-2026.01.01 beside forbidden",
                          "cdc-events-2026.01.01 beside good",
                          "cdc-events-2026.01.01 beside slow",
                          "cdc-heartbeats-2026.01.02 good@1/HEARTBEAT",
                          "cdc-heartbeats-2026.01.02 slow@1/HEARTBEAT"));
    }
  }

  private static String heartbeat(String id) {
    return "{\"@timestamp\":\"2026-01-02T00:00:30.000Z\",\"log_type\":\"cdc_heartbeat\",\"event_id\":\"%s\",\"partition\":2,\"watermark\":\"1\",\"previous_watermark\":null,\"events\":null}"
        .formatted(id);
  }

  /** Writes a last line and waits until both have shipped it and every line before. */
  private void assertSameDocuments(String last) throws IOException {
    log.line(last);
    String id = "cdc-events-2026.01.01 " + JSON.readTree(last).path("event_id").asText();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(ofFilebeat.documents()).containsKey(id);
              assertThat(ofShipper.documents()).containsKey(id);
              assertThat(comparable(ofShipper)).isEqualTo(comparable(ofFilebeat));
            });
  }

  /** Numbers by value: Filebeat writes 1.0 as 1. */
  private static Map<String, String> comparable(BulkRecorder recorder) {
    Map<String, String> texts = new TreeMap<>();
    recorder.documents().forEach((id, document) -> texts.put(id, sorted(document).toString()));
    return texts;
  }

  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return fields;
    }
    if (node.isArray()) {
      return node.valueStream().map(FilebeatContractIT::sorted).toList();
    }
    boolean fraction = node.isFloatingPointNumber() && node.doubleValue() % 1 != 0;
    return node.isNumber() && !fraction ? node.decimalValue().stripTrailingZeros() : node;
  }

  private static String event(String id, String more) {
    return "{\"@timestamp\":\"2026-01-01T12:00:00.123Z\",\"log_type\":\"cdc_event\",\"event_id\":\"%s\"%s}"
        .formatted(id, more);
  }
}
