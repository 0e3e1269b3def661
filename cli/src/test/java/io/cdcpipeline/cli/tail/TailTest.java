package io.cdcpipeline.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.ConsumerStandIns;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.output.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TailTest {
  @TempDir Path folder;
  private TestCluster cluster;
  private ConsumerStandIns consumers;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start();
    cluster.applyFile("plan/live.yaml");
    consumers = new ConsumerStandIns(cluster, folder);
  }

  @AfterEach
  void stop() throws Exception {
    consumers.close();
    cluster.close();
  }

  @Test
  void looksLikeItsTranscript() {
    var transcript =
        Stream.of(
                "tail shop -n shop --no-follow",
                "tail shop -n shop --no-follow --full --table orders --op update",
                "tail shop -n shop --no-follow --table shop.cust* --op insert,ddl",
                "tail shop -n shop --no-follow --key 7 -o json",
                "tail other -n shop --no-follow",
                "status shop -n shop")
            .map(command -> cluster.run(command).transcript(command))
            .collect(Collectors.joining("\n"));
    Golden.assertSame("tail.txt", transcript);
  }

  @Test
  void followsWhatComes() throws Exception {
    var out = new StringWriter();
    var following =
        new Thread(
            () ->
                TestCluster.execute(
                    cluster.environment(), new PrintWriter(out), "tail", "shop", "-n", "shop"));
    following.setDaemon(true);
    following.start();
    await()
        .untilAsserted(
            () -> {
              Files.writeString(
                  consumers.log(1),
                  TestCluster.resource("tail/consumer-1.log"),
                  StandardOpenOption.APPEND);
              assertThat(out.toString()).contains("INSERT shop.customers  7  id: 7, name: Ada");
            });
    assertThat(out.toString()).as("what was there before").doesNotContain("orders");
    // Once the files are gone, the logs have ended.
    Files.delete(consumers.log(0));
    Files.delete(consumers.log(1));
    following.join();
  }

  @Test
  void cutsAtWholeCharacters() {
    assertThat(PlainText.shortened("a😀b😀c", 3)).isEqualTo("a😀…");
  }
}
