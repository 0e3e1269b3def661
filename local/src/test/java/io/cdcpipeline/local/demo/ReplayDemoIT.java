package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that are missing come back, once each, and the living consumers notice nothing. */
@LongFault
class ReplayDemoIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final String ORDERS = "once_orders";
  private static final String CUSTOMERS = "once_customers";

  private static Demo demo;
  private static Session session;
  private static Workload workload;
  private static SearchClient admin;

  @BeforeAll
  static void start() {
    DemoOptions options = DemoOptions.parse(new String[] {}, Installation.current().repository());
    demo = Demo.prepare(options, LocalServers.ofThisFork("replay"), new Steps(System.out));
    demo.start();
    demo.awaitReady();
    session = new Session(demo);
    workload = session.workload();
    workload.createTables();
    Elasticsearch node = demo.platform().search().node(demo.pipelineName()).orElseThrow();
    admin =
        new SearchClient(
            "https://" + node.endpoint(),
            node.authority(),
            Elasticsearch.ADMIN,
            node.adminPassword());
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
  @FailureMode(
      fault = "All documents of a pipeline are deleted by mistake",
      effect =
          "a replay brings them back, each once; counters, offsets and members stay as they are",
      shown = "`status.replay`; before, `EventsMissing` of the audit",
      action = "set `spec.replay`")
  void missingDocumentsComeBackAndNothingElseChanges() throws Exception {
    workload.insert(ORDERS, 500, 20);
    workload.update(ORDERS, 100);
    workload.insert(CUSTOMERS, 50, 10);
    Instant middle = Instant.now();
    workload.delete(ORDERS, 30);
    await().atMost(TIMEOUT).until(() -> session.compare(workload).equal());
    Map<String, JsonNode> before = documents();
    Counts counters = Hops.counters(session.consumers());
    Map<String, String> members = members();
    Map<Integer, Long> committed = committed();

    deleteDocuments();
    replay(Map.of("nonce", 1, "from", Map.of("earliest", true)));
    awaitSuccess(1);

    assertThat(documents()).isEqualTo(before);
    assertThat(Hops.counters(session.consumers()).byKey()).isEqualTo(counters.byKey());
    assertThat(members()).isEqualTo(members);
    committed().forEach((p, offset) -> assertThat(offset).isGreaterThanOrEqualTo(committed.get(p)));

    deleteDocuments();
    replay(
        Map.of(
            "nonce", 2,
            "from", Map.of("earliest", true),
            "to", middle.toString(),
            "tables", List.of("*." + ORDERS)));
    awaitSuccess(2);

    Map<String, JsonNode> expected = new TreeMap<>(before);
    expected.values().removeIf(source -> !isOf(source, ORDERS) || isAfter(source, middle));
    assertThat(expected).hasSizeBetween(600, before.size() - 1);
    assertThat(documents()).isEqualTo(expected);
    assertThat(Hops.counters(session.consumers()).byKey()).isEqualTo(counters.byKey());
    assertThat(replayPods()).as("pods of replays that are done").isEmpty();
  }

  private static List<Pod> replayPods() {
    return demo.client()
        .pods()
        .inNamespace(demo.cluster().namespace())
        .withLabel("app.kubernetes.io/component", "replay")
        .list()
        .getItems();
  }

  private static boolean isOf(JsonNode source, String table) {
    return source.path("table").asText().equals(table);
  }

  private static boolean isAfter(JsonNode source, Instant to) {
    return Instant.parse(source.path("@timestamp").asText()).isAfter(to);
  }

  private static void replay(Map<String, Object> spec) {
    demo.client()
        .resource(demo.live())
        .edit(
            live -> {
              live.<Map<String, Object>>get("spec").put("replay", spec);
              return live;
            });
  }

  private static void awaitSuccess(int nonce) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(demo.live().<Map<String, Object>>get("status", "replay"))
                    .containsEntry("nonce", nonce)
                    .containsEntry("state", "Succeeded"));
    await().atMost(TIMEOUT).until(ReplayDemoIT::hasNoJob);
  }

  private static boolean hasNoJob() {
    var jobs = demo.client().batch().v1().jobs().inNamespace(demo.cluster().namespace());
    return jobs.list().getItems().isEmpty();
  }

  /** Their sources by id, without what says which file they come from. */
  private static Map<String, JsonNode> documents() {
    Map<String, JsonNode> sources = new TreeMap<>();
    hits().forEach(hit -> sources.put(hit.path("_id").asText(), hit.path("_source")));
    return sources;
  }

  private static JsonNode hits() {
    admin.post("/cdc-events-*/_refresh", "");
    return admin
        .post(
            "/cdc-events-*/_search?ignore_unavailable=true",
            "{\"size\":10000,\"_source\":{\"excludes\":[\"log\"]}}")
        .at("/hits/hits");
  }

  /** As a person does by mistake. */
  private static void deleteDocuments() {
    StringBuilder deletions = new StringBuilder();
    for (JsonNode hit : hits()) {
      deletions.append(
          "{\"delete\":{\"_index\":%s,\"_id\":%s}}\n"
              .formatted(hit.path("_index"), hit.path("_id")));
    }
    JsonNode answer = admin.post("/_bulk?refresh=true", deletions.toString());
    assertThat(answer.path("errors").asBoolean(true)).as(answer.toString()).isFalse();
    assertThat(documents()).isEmpty();
  }

  private static Map<String, String> members() throws ExecutionException, InterruptedException {
    try (Admin kafka = Admin.create(session.broker().adminConfig())) {
      return kafka
          .describeConsumerGroups(List.of(group()))
          .all()
          .get()
          .get(group())
          .members()
          .stream()
          .collect(
              Collectors.toMap(
                  MemberDescription::consumerId, member -> member.assignment().toString()));
    }
  }

  private static Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
    try (Admin kafka = Admin.create(session.broker().adminConfig())) {
      Map<Integer, Long> offsets = new TreeMap<>();
      for (Map.Entry<TopicPartition, OffsetAndMetadata> entry :
          kafka
              .listConsumerGroupOffsets(group())
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()) {
        offsets.put(entry.getKey().partition(), entry.getValue().offset());
      }
      assertThat(kafka.listGroups().all().get()).hasSize(1);
      return offsets;
    }
  }

  private static String group() {
    return "cdc-%s-%s".formatted(demo.cluster().namespace(), demo.pipelineName());
  }
}
