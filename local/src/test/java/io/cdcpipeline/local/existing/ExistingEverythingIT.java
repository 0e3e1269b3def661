package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.fake.apiserver.RequestLog;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.FileRealm;
import io.cdcpipeline.local.kafka.AclRule;
import io.cdcpipeline.local.kafka.KafkaAdmin;
import io.cdcpipeline.local.kafka.UserSpec;
import io.cdcpipeline.local.process.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A whole pipeline on servers that exist and serve: it becomes ready, and a hundred reconciles of
 * it then write nothing.
 */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingEverythingIT {
  private static final int RECONCILES = 100;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String ROLES =
      """
      steady:
        cluster: [manage_index_templates]
        indices: [{names: ["cdc-events-*"], privileges: [all]}]
      """;

  @Test
  void becomesReadyAndIsThenLeftAlone(LocalServers servers, OperatorOnExisting operator)
      throws IOException {
    PipelineOnExisting pipeline = onEverything(servers, operator).apply();
    // What Kubernetes and ECK would report of a consumer and a Filebeat that run.
    pipeline.report(
        "apps/v1",
        "Deployment",
        "shop-consumer",
        "{observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1}");
    pipeline.report(
        "beat.k8s.elastic.co/v1beta1",
        "Beat",
        "shop",
        "{observedGeneration: 1, health: green, availableNodes: 1, expectedNodes: 1}");
    pipeline.expect("Ready", "PipelineReady", "every stage is ready and data flows");
    for (String stage : List.of("Database", "Kafka", "Changefeed", "Consumer", "Search")) {
      assertThat(pipeline.condition(stage + "Ready")).as(stage).containsEntry("status", "True");
    }
    settle(operator);

    List<RequestLog.Entry> before = operator.writes();
    long lines = lines(operator);
    double reconciles = operator.reconciles();
    for (int i = 1; i <= RECONCILES; i++) {
      pipeline.nudge(i);
      double wanted = reconciles + i;
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> operator.reconciles() >= wanted);
    }

    assertThat(operator.writes().subList(before.size(), operator.writes().size()))
        .as("writes in %d reconciles", RECONCILES)
        .isEmpty();
    assertThat(lines(operator) - lines).as("lines logged in %d reconciles", RECONCILES).isZero();
    pipeline.delete();
  }

  private static PipelineOnExisting onEverything(
      LocalServers servers, OperatorOnExisting operator) {
    servers
        .elasticsearch()
        .users(List.of(new FileRealm.User("steady", "right", List.of("steady"))), ROLES);
    try (KafkaAdmin admin = servers.kafka().admin()) {
      List<AclRule> rights =
          List.of(
              new AclRule("topic", "steady", "prefix", List.of("All")),
              new AclRule("cluster", "", "literal", List.of("DescribeConfigs")),
              new AclRule("group", "*", "literal", List.of("All")));
      admin.users().apply(new UserSpec("steady", "right", rights));
    }
    return operator
        .pipeline()
        .secret("kafka", Map.of("username", "steady", "password", "right"))
        .secret("es", Map.of("username", "steady", "password", "right"))
        .secret("es-ca", Map.of("ca.crt", PrivateFile.read(servers.elasticsearch().authority())))
        .stage("changefeed", "{tables: [\"steady.*\"]}")
        .stage(
            "database",
            "{existing: {host: 127.0.0.1, port: %d, ticdcUrl: \"http://%s\"}, schema: {database:"
                + " steady, sql: \"CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY)\"}}",
            servers.mariadb().endpoint().port(),
            servers.ticdc().api())
        .stage(
            "kafka",
            "{existing: {bootstrapServers: \"%s\", credentialsSecret: kafka}, topic: {name:"
                + " steady}}",
            servers.kafka().bootstrapServers())
        .stage(
            "search",
            "{existing: {url: \"https://localhost:%d\", credentialsSecret: es, caSecret: es-ca}}",
            servers.elasticsearch().endpoint().port());
  }

  /** Waits until two looks, some reconciles apart, see the same writes. */
  private static void settle(OperatorOnExisting operator) {
    int[] before = {-1};
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(4))
        .until(
            () -> {
              int now = operator.writes().size();
              boolean same = now == before[0];
              before[0] = now;
              return same;
            });
  }

  private static long lines(OperatorOnExisting operator) throws IOException {
    try (var lines = Files.lines(operator.log())) {
      return lines.count();
    }
  }
}
