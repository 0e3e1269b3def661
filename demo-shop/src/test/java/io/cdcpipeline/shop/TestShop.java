package io.cdcpipeline.shop;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.shop.config.ShopSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop in this process on a database of its own, and a client for it. */
final class TestShop implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** An answer, with its body as JSON where it is. */
  record Answer(int status, JsonNode body, HttpResponse<String> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    String detail() {
      return body.path("detail").asText();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final MariaDb mariadb;
  private final String database;
  private final Shop shop;

  private TestShop(MariaDb mariadb, String database, Shop shop) {
    this.mariadb = mariadb;
    this.database = database;
    this.shop = shop;
  }

  static TestShop open() {
    return open(Map.of());
  }

  static TestShop open(Map<String, String> settings) {
    return open(MariaDb.shared(), settings).awaitReady();
  }

  /** Not waited for: the database may be as good as away. */
  static TestShop open(MariaDb mariadb, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(environment(mariadb));
    environment.putAll(settings);
    ShopSettings checked = ShopSettings.from(environment);
    return new TestShop(mariadb, checked.sql().database(), new Shop(checked));
  }

  static Map<String, String> environment(MariaDb mariadb) {
    return Map.of(
        "SQL_HOST", "127.0.0.1",
        "SQL_PORT", String.valueOf(mariadb.port()),
        "SQL_USER", "root",
        "SQL_DATABASE", newDatabase(),
        "HTTP_HOST", "127.0.0.1",
        "HTTP_PORT", "0");
  }

  static String newDatabase() {
    return "shop_%s_%d".formatted(System.getProperty("fork", "1"), DATABASES.incrementAndGet());
  }

  TestShop awaitReady() {
    await().atMost(Duration.ofSeconds(60)).until(() -> get("/readyz").status() == 200);
    return this;
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  /** An order of one product. */
  Answer order(long product, int quantity, String... headers) {
    return post("/orders", orderBody(product, quantity), headers);
  }

  static String orderBody(long product, int quantity) {
    return "{\"customer_id\":1,\"items\":[{\"product_id\":%d,\"quantity\":%d}]}"
        .formatted(product, quantity);
  }

  Answer send(String method, String path, String body, String... headers) {
    try {
      return answer(http.send(request(method, path, body, headers), text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<Answer> sendAsync(String method, String path, String body) {
    return http.sendAsync(request(method, path, body), text()).thenApply(TestShop::answer);
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shop.port() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private static Answer answer(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    try {
      JsonNode body = type.contains("json") ? JSON.readTree(response.body()) : JSON.nullNode();
      return new Answer(response.statusCode(), body, response);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(response.body(), e);
    }
  }

  /** A sample of /metrics by its name and labels as they stand there; 0 where there is none. */
  double metric(String sample) {
    return get("/metrics")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .sum();
  }

  long count(String table) {
    return count(table, "1 = 1");
  }

  long count(String table, String where) {
    return mariadb.count("SELECT COUNT(*) FROM %s WHERE %s".formatted(name(table), where));
  }

  /** The one value of a query on a table. */
  String value(String column, String table, String where) {
    return mariadb.query("SELECT %s FROM %s WHERE %s".formatted(column, name(table), where)).get(0);
  }

  String name(String table) {
    return "`%s`.%s".formatted(database, table);
  }

  MariaDb mariadb() {
    return mariadb;
  }

  @Override
  public void close() {
    shop.close();
  }
}
