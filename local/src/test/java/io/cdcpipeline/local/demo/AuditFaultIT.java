package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit on real servers: it counts what the faults of a night leave in the index. */
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class AuditFaultIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FaultPlatform platform;
  private final Demo demo;
  private final Session session;
  private final Workload workload;

  AuditFaultIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
    this.session = platform.session();
    this.workload = platform.workload();
  }

  @BeforeEach
  void auditSoon() {
    platform.restartOperator("20");
  }

  @AfterEach
  void auditLate() {
    platform.restartOperator("600");
  }

  /** Killed TiCDC and consumer both repeat changes; that must count as nothing. */
  @Test
  @FailureMode(
      fault = "Documents are deleted in Elasticsearch by hand",
      effect = "the audit counts exactly those, and none once they are back",
      shown = "`SearchReady` False, `EventsMissing`, with partition, window and number",
      action = "run the command of the message, a replay")
  void deletedDocumentsAreMissingExactlyUntilTheyAreBackAndDuplicatesAreNot() throws Exception {
    await().atMost(TIMEOUT).until(() -> platform.audit("unverified") != null);
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 2_000, 20));
    demo.platform().databases().ticdc(demo.pipelineName()).orElseThrow().kill();
    session.consumers().get(0).kill();
    load.join();
    workload.update(TABLE, 100);
    platform.awaitEqualData();
    Instant committed = Instant.now();

    List<JsonNode> documents = insertedDocuments(7);
    bulk(documents, hit -> "{\"delete\":" + address(hit) + "}\n");

    await().atMost(TIMEOUT).until(() -> Integer.valueOf(7).equals(platform.audit("missing")));
    assertThat(platform.audit("surplus")).isEqualTo(0);
    assertThat(searchReady())
        .containsEntry("status", "False")
        .containsEntry("reason", "EventsMissing")
        .hasEntrySatisfying(
            "message",
            text ->
                assertThat(text.toString())
                    .contains("not in Elasticsearch", "kubectl patch cdcpipeline"));

    runCommandOf(searchReady().get("message").toString());

    await().atMost(TIMEOUT).until(() -> "True".equals(searchReady().get("status")));
    assertThat(platform.audit("missing")).isEqualTo(0);
    await()
        .atMost(TIMEOUT)
        .until(() -> Instant.parse(platform.audit("verifiedUntil").toString()).isAfter(committed));
    assertThat(platform.audit("missing")).isEqualTo(0);
    assertThat(platform.audit("surplus")).isEqualTo(0);
  }

  /** Heartbeats alone, so that no row has to be brought back. */
  @Test
  @FailureMode(
      fault = "Somebody makes a day's index read-only",
      effect = "Filebeat drops what it would have written there",
      shown = "`SearchReady` False, `EventsDropped`, with the pod whose log has the reason")
  void whatFilebeatDropsIsNamed() {
    admin().blockWrites("cdc-heartbeats-*", true);
    await().atMost(TIMEOUT).until(() -> "EventsDropped".equals(searchReady().get("reason")));
    assertThat(searchReady().get("message").toString()).contains("kubectl logs");

    admin().blockWrites("cdc-heartbeats-*", false);
    await().atMost(TIMEOUT).until(() -> "True".equals(searchReady().get("status")));
  }

  /** As a shell would. */
  private void runCommandOf(String message) {
    String patch = message.substring(message.indexOf("-p '") + 4, message.lastIndexOf('\''));
    String now = String.valueOf(Instant.now().getEpochSecond());
    demo.client()
        .resource(demo.live())
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch.replace("'$(date +%s)'", now));
  }

  private Map<String, Object> searchReady() {
    List<Map<String, Object>> conditions = demo.live().get("status", "conditions");
    return conditions.stream()
        .filter(condition -> "SearchReady".equals(condition.get("type")))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> insertedDocuments(int number) throws Exception {
    String query =
        "{\"size\":%d,\"query\":{\"bool\":{\"filter\":[{\"term\":{\"op\":\"INSERT\"}},"
                .formatted(number)
            + "{\"term\":{\"table\":\"%s\"}}]}}}".formatted(TABLE);
    JsonNode hits = call("/cdc-events-*/_search", query).at("/hits/hits");
    assertThat(hits).hasSize(number);
    return StreamSupport.stream(hits.spliterator(), false).toList();
  }

  private void bulk(List<JsonNode> documents, Function<JsonNode, String> lines) throws Exception {
    String body = documents.stream().map(lines).collect(Collectors.joining());
    assertThat(call("/_bulk?refresh=true", body).get("errors").asBoolean()).isFalse();
  }

  private String address(JsonNode hit) {
    return JSON.createObjectNode()
        .<ObjectNode>set("_index", hit.get("_index"))
        .set("_id", hit.get("_id"))
        .toString();
  }

  private JsonNode call(String path, String body) throws IOException {
    return JSON.readTree(admin().post(path, body));
  }

  private ElasticsearchAdmin admin() {
    return new ElasticsearchAdmin(demo.platform().search().node(demo.pipelineName()).orElseThrow());
  }
}
