package io.cdcpipeline.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.RunningShop;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.output.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class TailTest {
  @RegisterExtension private final RunningShop shop = RunningShop.with("plan/live.yaml");

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
            .map(command -> shop.cluster().run(command).transcript(command))
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
                    shop.cluster().environment(),
                    new PrintWriter(out),
                    "tail",
                    "shop",
                    "-n",
                    "shop"));
    following.setDaemon(true);
    following.start();
    await()
        .untilAsserted(
            () -> {
              Files.writeString(
                  shop.consumers().log(1),
                  TestCluster.resource("tail/consumer-1.log"),
                  StandardOpenOption.APPEND);
              assertThat(out.toString()).contains("INSERT shop.customers  7  id: 7, name: Ada");
            });
    assertThat(out.toString()).as("what was there before").doesNotContain("orders");
    // Once the files are gone, the logs have ended.
    Files.delete(shop.consumers().log(0));
    Files.delete(shop.consumers().log(1));
    following.join();
  }

  @Test
  void cutsAtWholeCharacters() {
    assertThat(PlainText.shortened("a😀b😀c", 3)).isEqualTo("a😀…");
  }
}
