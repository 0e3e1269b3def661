package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do in the shop, or paste into an SQL client, is what every hop has. */
@ExtendWith(FaultPlatform.Shared.class)
class ShopDemoIT {
  /** What a person of one of the small stacks types first. */
  private static final List<String> PASTED =
      List.of(
          "CREATE TABLE pasted_suppliers (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100),"
              + " contact_email VARCHAR(100), phone VARCHAR(30))",
          "CREATE TABLE pasted_customers (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100),"
              + " email VARCHAR(100) UNIQUE, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)",
          "CREATE TABLE pasted_products (id INT AUTO_INCREMENT PRIMARY KEY, supplier_id INT, name"
              + " VARCHAR(100), price DECIMAL(10,2), FOREIGN KEY (supplier_id) REFERENCES"
              + " pasted_suppliers (id))",
          "INSERT INTO pasted_suppliers (name, contact_email, phone) VALUES ('Nordwind',"
              + " 'sales@nordwind.example', '+49 30 5550100')",
          "INSERT INTO pasted_customers (name, email) VALUES ('Alice', 'alice@example.org')",
          "INSERT INTO pasted_products (supplier_id, name, price) VALUES (1, 'Lamp', 39.90)",
          "UPDATE pasted_products SET price = 34.90 WHERE name = 'Lamp'");

  private final FaultPlatform platform;
  private final HttpClient http = HttpClient.newHttpClient();
  private Session session;

  ShopDemoIT(FaultPlatform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void connect() {
    platform.demo().awaitReady();
    session = new Session(platform.demo());
  }

  @Test
  void twoHundredOrdersAreExactlySoManyEvents() throws Exception {
    ShopRunner shop = platform.demo().startShop(Optional.empty()).orElseThrow();
    for (int i = 0; i < 200; i++) {
      order(shop, 1 + i % 8, 1 + i % 6, 7 + i % 6);
    }

    expect("orders", "insert", 200);
    expect("order_items", "insert", 400);
    expect("products", "update", 400);
    expect("orders", "update", 0);
    expect("order_items", "delete", 0);

    String request = order(shop, 1, 2, 3);
    long answered = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> documentsOf(request) == 5);
    System.out.printf(
        "request %s: 5 documents in the index %d ms after its answer%n",
        request, (System.nanoTime() - answered) / 1_000_000);
    shop.stop();
  }

  @Test
  void pastedStatementsAreEvents() throws SQLException {
    Connections c = session.connections("", "");
    String url = "jdbc:mysql://%s:%d/shop?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    try (Connection database =
            DriverManager.getConnection(
                url.formatted(c.sqlHost(), c.sqlPort()), c.sqlUser(), c.sqlPassword());
        Statement statement = database.createStatement()) {
      for (String sql : PASTED) {
        statement.execute(sql);
        System.out.println("mysql> " + sql + ";");
      }
    }
    for (String table : List.of("pasted_suppliers", "pasted_customers", "pasted_products")) {
      expect(table, "ddl", 1);
      expect(table, "insert", 1);
      expect(table, "update", table.equals("pasted_products") ? 1 : 0);
    }
  }

  private void expect(String table, String op, long expected) {
    TableOp key = TableOp.of(session.database(), table, op);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(Hops.documents(session.search()).of(key)).isEqualTo(expected));
    assertThat(Hops.topic(session.broker(), session.topic()).of(key))
        .as("topic")
        .isEqualTo(expected);
    assertThat(Hops.counters(session.consumers()).of(key)).as("counter").isEqualTo(expected);
    System.out.printf("%-18s %-7s %4d in topic, counter and index%n", table, op, expected);
  }

  /** Its request id. */
  private String order(ShopRunner shop, int customer, int one, int other)
      throws IOException, InterruptedException {
    String body =
        """
        {"customer_id":%d,"items":[{"product_id":%d,"quantity":1},{"product_id":%d,"quantity":1}]}
        """
            .formatted(customer, one, other);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(shop.url() + "/orders"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  private long documentsOf(String request) {
    String query = "{\"query\":{\"term\":{\"data.request_id\":\"%s\"}}}";
    return session
        .search()
        .search(query.formatted(request), Duration.ofSeconds(2))
        .at("/hits/total/value")
        .asLong();
  }
}
