package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop from outside: its command line, its log, and its end. */
class ShopProcessIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /**
   * What Kubernetes grants by default. The shop itself takes 8 s at most, on a machine with time.
   */
  private static final int GRACE_SECONDS = 30;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void helpListsTheSettings() {
    try (ShopProcess shop = ShopProcess.start(folder, Map.of(), "--help")) {
      assertThat(shop.exitCode(60)).isZero();
      assertThat(shop.output()).contains("SQL_HOST             required", "LOAD_PATTERN");
      assertThat(shop.errors()).isEmpty();
    }
  }

  @Test
  void aWrongSettingIsOneLineAndExitCode78() {
    var settings = Map.of("SQL_HOST", "db", "SQL_USER", "shop", "LOAD", "much");
    try (ShopProcess shop = ShopProcess.start(folder, settings)) {
      assertThat(shop.exitCode(60)).isEqualTo(78);
      assertThat(shop.errors().lines()).singleElement().asString().startsWith("LOAD: \"much\" is");
      assertThat(shop.output()).isEmpty();
    }
  }

  @Test
  void anUnknownArgumentIsExitCode78() {
    try (ShopProcess shop = ShopProcess.start(folder, Map.of(), "--lode")) {
      assertThat(shop.exitCode(60)).isEqualTo(78);
      assertThat(shop.errors()).startsWith("--lode: unknown argument");
    }
  }

  @Test
  void aPortThatIsTakenIsExitCode78() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      var settings =
          Map.of(
              "SQL_HOST",
              "127.0.0.1",
              "SQL_PORT",
              "1",
              "SQL_USER",
              "shop",
              "HTTP_HOST",
              "127.0.0.1",
              "HTTP_PORT",
              port);
      try (ShopProcess shop = ShopProcess.start(folder, settings)) {
        assertThat(shop.exitCode(60)).isEqualTo(78);
        assertThat(shop.errors().lines())
            .singleElement()
            .asString()
            .startsWith("HTTP_PORT: cannot listen on 127.0.0.1:" + port);
      }
    }
  }

  /** SIGTERM while an order waits for a lock: it is answered, then the process ends. */
  @Test
  void sigtermAnswersWhatIsInWorkAndEnds() throws Exception {
    MariaDb mariadb = MariaDb.shared();
    Map<String, String> settings = new HashMap<>(TestShop.environment(mariadb));
    settings.putAll(Map.of("LOAD", "20/s"));
    try (ShopProcess shop = ShopProcess.start(folder, settings);
        Connection other = mariadb.connect();
        Statement lock = other.createStatement()) {
      await().atMost(LONG).until(() -> shop.output().contains("database ready"));
      await().atMost(LONG).until(() -> shop.output().contains("\"status\":201"));
      other.setAutoCommit(false);
      lock.execute("USE " + settings.get("SQL_DATABASE"));
      lock.execute("SELECT id FROM products WHERE id = 9 FOR UPDATE");
      HttpRequest order =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(shop) + "/orders"))
              .header("X-Request-Id", "the-last-order")
              .POST(HttpRequest.BodyPublishers.ofString(TestShop.orderBody(9, 1)))
              .build();
      var answer = HTTP.sendAsync(order, HttpResponse.BodyHandlers.ofString());
      await().atMost(LONG).until(() -> waitsForLock(mariadb));

      shop.terminate();
      await().atMost(LONG).until(() -> refuses(shop));
      other.rollback();

      assertThat(answer.join().statusCode()).isEqualTo(201);
      assertThat(shop.exitCode(GRACE_SECONDS)).isEqualTo(143);
      assertThat(shop.errors()).isEmpty();
      assertLogIsJson(shop.output());
    }
  }

  @Test
  void sigtermEndsItWhileTheDatabaseHangs() throws Exception {
    MariaDb mariadb = MariaDb.shared();
    Map<String, String> settings = new HashMap<>(TestShop.environment(mariadb));
    settings.putAll(Map.of("LOAD", "50/s"));
    try (ShopProcess shop = ShopProcess.start(folder, settings)) {
      await().atMost(LONG).until(() -> shop.output().contains("\"status\":201"));
      mariadb.freeze();
      await().atMost(LONG).until(() -> shop.output().contains("\"status\":503"));
      shop.terminate();
      assertThat(shop.exitCode(GRACE_SECONDS)).isEqualTo(143);
      assertThat(shop.errors()).isEmpty();
    } finally {
      mariadb.thaw();
    }
  }

  private static boolean waitsForLock(MariaDb mariadb) {
    return mariadb.count(
            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
        > 0;
  }

  private static boolean refuses(ShopProcess shop) throws Exception {
    HttpRequest probe =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(shop) + "/readyz")).build();
    try {
      return HTTP.send(probe, HttpResponse.BodyHandlers.ofString()).statusCode() == 503;
    } catch (IOException e) {
      return true;
    }
  }

  private static int port(ShopProcess shop) throws IOException {
    for (JsonNode line : lines(shop.output())) {
      if (line.get("message").asText().equals("listening")) {
        return line.get("port").asInt();
      }
    }
    throw new IllegalStateException("not listening: " + shop.output());
  }

  private static List<JsonNode> lines(String output) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : output.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static void assertLogIsJson(String output) throws IOException {
    assertThat(output).doesNotContain("shop-demo", "$2a$");
    assertThat(lines(output))
        .allSatisfy(line -> assertThat(line.get("@timestamp").asText()).endsWith("Z"))
        .anySatisfy(
            line -> {
              assertThat(line.path("request_id").asText()).isEqualTo("the-last-order");
              assertThat(line.path("route").asText()).isEqualTo("/orders");
              assertThat(line.path("status").asInt()).isEqualTo(201);
              assertThat(line.path("duration_ms").isNumber()).isTrue();
            });
  }
}
