package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.cluster.Cluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What runs until it is interrupted ends then, with what a shell expects and nothing else. */
@Timeout(90)
class CtrlCTest {
  private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String OWN_SCREEN = "\u001b[?25h\u001b[?1049l";

  @RegisterExtension private final RunningShop shop = RunningShop.with("rights.yaml");

  @Test
  void aWatchShowsEachChangeAndGivesTheScreenBack() throws Exception {
    try (var watch =
        CliProcess.start(shop.cluster(), true, "status shop -n shop --watch --no-counts")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.out().contains("shop/shop"));
      var before = watch.out();
      phase("Running");
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.out().contains("Running"));
      watch.interrupt();

      assertThat(watch.exitCode()).isEqualTo(130);
      assertThat(before).contains(OTHER_SCREEN + "\u001b[H\u001b[J").doesNotContain("Running");
      var last = watch.out().substring(watch.out().indexOf(OWN_SCREEN) + OWN_SCREEN.length());
      assertThat(last).startsWith("\u001b[1mshop/shop").contains("Running").endsWith("\n");
      assertThat(watch.out().split("\u001b\\[\\?1049l", -1)).hasSize(2);
      assertThat(watch.err()).isEmpty();
    }
  }

  @Test
  void aWatchInAPipeHasNoControlCharacters() throws Exception {
    try (var watch =
        CliProcess.start(shop.cluster(), false, "status shop -n shop --watch --no-counts")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.out().contains("shop/shop"));
      phase("Running");
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.out().contains("Running"));
      watch.interrupt();

      assertThat(watch.exitCode()).isEqualTo(130);
      assertThat(watch.out())
          .doesNotContain("\u001b")
          .containsPattern("(?s)shop/shop.*\n\nshop/shop");
    }
  }

  @Test
  void tailEnds() throws Exception {
    try (var tail = CliProcess.start(shop.cluster(), true, "tail shop -n shop")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                Files.writeString(
                    shop.consumers().log(1),
                    TestCluster.resource("tail/consumer-1.log"),
                    StandardOpenOption.APPEND);
                return tail.out().contains("Ada");
              });
      tail.interrupt();
      assertThat(tail.exitCode()).isEqualTo(130);
      assertThat(tail.out()).endsWith("\n");
      assertThat(tail.err()).isEmpty();
    }
  }

  @Test
  void tailEndsQuietlyWithItsReader() throws Exception {
    try (var tail = CliProcess.start(shop.cluster(), false, "tail shop -n shop --no-follow")) {
      tail.closeOutput();
      assertThat(tail.exitCode()).isEqualTo(141);
      assertThat(tail.err()).isEmpty();
    }
  }

  private void phase(String phase) {
    shop.cluster()
        .client()
        .genericKubernetesResources(Cluster.PIPELINES)
        .inNamespace("shop")
        .withName("shop")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"" + phase + "\"}}");
  }
}
