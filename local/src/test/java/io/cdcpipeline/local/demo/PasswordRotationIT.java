package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class PasswordRotationIT {
  private static final Duration ROTATION = Duration.ofMinutes(2);

  private final FaultPlatform platform;
  private final Demo demo;
  private final Workload workload;

  PasswordRotationIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
    this.workload = platform.workload();
  }

  /**
   * As docs/security.md describes a rotation. All at once is the worst order: no hop has a login
   * left that works on both sides.
   */
  @Test
  @FailureMode(
      fault = "The passwords of Kafka, Elasticsearch and SQL are rotated at once under load",
      effect =
          "a new password is used after a login has proved it; the changefeed pauses meanwhile, no"
              + " client ends; rows agree",
      shown = "`RotatingCredentials` for at most two minutes")
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

    secrets.forEach(this::deletePassword);
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
    assertThat(platform.session().consumers().get(0).restarts()).as("crashes").isZero();

    platform.connect();
    platform.awaitEqualData();
    try (Workload asRoot = platform.session().workload()) {
      assertThat(asRoot.committed().total()).as("root logs in with its new password").isZero();
    }
  }

  private void insertUntil(AtomicBoolean done) {
    while (!done.get()) {
      workload.insert(TABLE, 20, 5);
      await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
  }

  private Map<String, String> passwords(List<String> secrets) {
    Map<String, String> passwords = new HashMap<>();
    for (String secret : secrets) {
      passwords.put(secret, demo.cluster().secret(secret, "password").orElse(""));
    }
    return passwords;
  }

  /** Checksums of the credentials that a login has proved. */
  private Map<String, String> accepted() {
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

  private boolean allReplaced(Map<String, String> before, Map<String, String> now) {
    return now.entrySet().stream()
        .noneMatch(e -> e.getValue().isEmpty() || e.getValue().equals(before.get(e.getKey())));
  }

  private void deletePassword(String secret) {
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

  private String consumerTemplate() {
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
}
