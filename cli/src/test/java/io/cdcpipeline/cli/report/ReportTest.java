package io.cdcpipeline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.RunningShop;
import io.cdcpipeline.cli.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReportTest {
  private static final String PASSWORD = "Tr0ub4dor&3\"x/y";
  private static final String OTHERS_PASSWORD = "correct-horse-battery";

  @RegisterExtension private final RunningShop shop = RunningShop.with("plan/live.yaml");
  @TempDir Path folder;

  @BeforeEach
  void writeSecretsWhereTheyMayBe() throws IOException {
    var cluster = shop.cluster();
    cluster.apply(secret("shop-db-root", PASSWORD, "cdcpipeline.io/pipeline: shop"));
    cluster.apply(secret("somebody-elses", OTHERS_PASSWORD, "app: other"));
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop-consumer, namespace: shop, labels: {cdcpipeline.io/pipeline: shop}}
        data: {note: "the password is %s, and token=abcdef123"}
        """
            .formatted(PASSWORD.replace("\"", "\\\"")));
    Files.writeString(
        shop.consumers().log(0),
        "login with " + PASSWORD + " at mysql://root:hunter2@db:4000\n",
        StandardOpenOption.APPEND);
  }

  private static String secret(String name, String password, String label) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s, namespace: shop, labels: {%s}}
    data: {username: %s, password: %s}
    """
        .formatted(name, label, base64("root"), base64(password));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hasEverythingButSecretsAndRows() throws IOException {
    var files = report();

    assertThat(files.keySet())
        .contains(
            "about.txt",
            "pipeline.yaml",
            "status.txt",
            "events.txt",
            "objects/Secret-shop-db-root.yaml",
            "objects/ConfigMap-shop-consumer.yaml",
            "objects/Pod-shop-consumer-0.yaml",
            "logs/shop-consumer-0-consumer.log",
            "metrics/shop-consumer-1.txt")
        .noneMatch(name -> name.contains("somebody"));
    for (var file : files.entrySet()) {
      assertThat(file.getValue())
          .as(file.getKey())
          .doesNotContain(PASSWORD, base64(PASSWORD), PASSWORD.replace("\"", "\\\""))
          .doesNotContain(OTHERS_PASSWORD, "hunter2", "abcdef123", "Ada", "9.90");
    }
    assertThat(files.get("logs/shop-consumer-0-consumer.log"))
        .contains("login with *** at mysql://root:***@db:4000")
        .contains("\"event_id\":\"shop.orders/1@450/INSERT\"")
        .contains("\"data\":{\"id\":\"***\",\"total\":\"***\",\"note\":null}");
    assertThat(files.get("objects/Secret-shop-db-root.yaml")).contains("password: '*** (");
    assertThat(files.get("metrics/shop-consumer-0.txt")).contains("cdc_events_total{");
    assertThat(files.get("status.txt")).contains("shop.orders  6 insert");
  }

  @Test
  void keepsRowsWhenAsked() throws IOException {
    assertThat(report("--rows").get("logs/shop-consumer-1-consumer.log")).contains("Ada");
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.createFile(folder.resolve("report.zip"));
    var result = run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("report.zip exists");
  }

  private TestCluster.Result run(String... more) {
    var words = new ArrayList<>(List.of("report", "shop", "-n", "shop"));
    words.addAll(List.of("--file", folder.resolve("report.zip").toString()));
    words.addAll(List.of(more));
    return shop.cluster().run(Map.of(), words);
  }

  private Map<String, String> report(String... more) throws IOException {
    var result = run(more);
    assertThat(result.code()).as(result.err()).isZero();
    var files = new TreeMap<String, String>();
    try (var zip = new ZipFile(folder.resolve("report.zip").toFile())) {
      for (var entry : zip.stream().toList()) {
        var bytes = zip.getInputStream(entry).readAllBytes();
        files.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
