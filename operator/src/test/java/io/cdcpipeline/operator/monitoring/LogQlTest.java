package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.endpoint.LogQl;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every LogQL expression of ours, and those of the documentation, by the grammar of Grafana. */
class LogQlTest {
  private static final Path FOLDER = Golden.root().resolve("operator/target/lezer");
  private static final String[] PACKAGES = {
    "@grafana/lezer-logql@0.3.0", "@lezer/lr@1.4.12", "@lezer/common@1.5.2"
  };
  private static final String PROGRAM =
      """
      const {parser} = require('@grafana/lezer-logql');
      for (const q of process.argv.slice(1)) {
        const at = [];
        parser.parse(q).iterate({enter: n => { if (n.type.isError) at.push(n.from); }});
        console.log(at.length ? 'error at ' + at.join(' ') + ': ' + q : 'ok');
      }
      """;

  @Test
  void everyExpressionIsLogQl() throws Exception {
    var node = install();
    assumeTrue(node.isEmpty(), node);

    assertThat(parse("{a=`b`} |")).as("the parser rejects what is wrong").startsWith("error at");
    assertThat(parse(expressions().toArray(new String[0])).lines()).allMatch("ok"::equals);
  }

  private static List<String> expressions() throws IOException {
    var pipeline = LokiDashboardTest.PIPELINE;
    var logQl = new LogQl(ResourceNames.of(pipeline), KafkaEndpoint.topic(pipeline));
    var all = new ArrayList<String>();
    // As Grafana sends them.
    LokiDashboard.expressions(pipeline)
        .forEach((panel, expression) -> all.add(expression.replace("$__interval", "15s")));
    all.add(logQl.lines());
    all.add(logQl.newestWatermarks("15m"));
    all.add(logQl.heartbeats("partition", "watermark", "previous_watermark", "events"));
    all.add(logQl.committed(462_000_000_000_000_000L, 462_000_000_000_000_900L, "600s"));
    all.add(logQl.replayed(3, 17, "24h"));
    all.add(logQl.marks("8c8f2f0e-0b5e-4c8e-9a51-3b1f0a2c7d11@"));
    all.addAll(documented());
    assertThat(all).hasSizeGreaterThanOrEqualTo(11);
    return all;
  }

  /** Whole ones, in the tables of the page for people who had Loki. */
  private static List<String> documented() throws IOException {
    var page = Files.readString(Golden.root().resolve("docs/coming-from-compose.md"));
    return Pattern.compile("`((?:sum by [^`]*)?\\{[a-z]+=[^`]*)`")
        .matcher(page)
        .results()
        .map(found -> found.group(1).replace("\\|", "|"))
        .filter(expression -> !expression.contains("..."))
        .toList();
  }

  /** Why there is no parser; empty if there is. */
  private static String install() throws IOException, InterruptedException {
    if (!runs("node", "--version") || !runs("npm", "--version")) {
      return "no node and npm on the PATH";
    }
    if (Files.isDirectory(FOLDER.resolve("node_modules/@grafana/lezer-logql"))) {
      return "";
    }
    Files.createDirectories(FOLDER);
    var line = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
    line.addAll(List.of("--ignore-scripts", "--prefix", FOLDER.toString()));
    line.addAll(List.of(PACKAGES));
    return runs(line.toArray(new String[0])) ? "" : "npm cannot install " + PACKAGES[0];
  }

  private static boolean runs(String... line) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      process.destroy();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String parse(String... expressions) throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of("node", "-e", PROGRAM, "--"));
    line.addAll(List.of(expressions));
    var process =
        new ProcessBuilder(line).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
