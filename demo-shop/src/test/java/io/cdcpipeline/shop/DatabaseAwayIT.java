package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The database is killed and comes back. */
class DatabaseAwayIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aRequestIsTriedAgainThenGivenUpAndTheShopRecovers() {
    try (MariaDb mariadb = MariaDb.start();
        TestShop shop = TestShop.open(mariadb, Map.of("SQL_RETRY_SECONDS", "2")).awaitReady()) {
      mariadb.kill();

      long start = System.nanoTime();
      var refused = shop.order(1, 1);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.detail()).startsWith("the database does not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(shop.metric("shop_database_retries_total")).isPositive();

      await().atMost(LONG).until(() -> shop.get("/readyz").status() == 503);
      assertThat(shop.get("/readyz").detail())
          .startsWith("database 127.0.0.1:%d: ".formatted(mariadb.port()));
      assertThat(shop.metric("shop_ready")).isZero();
      assertThat(shop.get("/livez").status()).isEqualTo(200);

      mariadb.run();
      shop.awaitReady();
      // As a client does that is answered with Retry-After: the same order again.
      await()
          .atMost(LONG)
          .until(() -> shop.order(1, 1, "Idempotency-Key", "after").status() == 201);
      assertThat(shop.count("orders")).isOne();
    }
  }

  /** Each order is sent until it is answered with success: then it is there, and there once. */
  @Test
  void noOrderIsLostOrDoubledWhenTheDatabaseIsKilledUnderLoad() {
    try (MariaDb mariadb = MariaDb.start();
        TestShop shop = TestShop.open(mariadb, Map.of("SQL_RETRY_SECONDS", "15")).awaitReady()) {
      assertThat(shop.put("/products/1/stock", "{\"stock\":100000}").status()).isEqualTo(200);
      AtomicBoolean enough = new AtomicBoolean();
      Set<String> placed = ConcurrentHashMap.newKeySet();
      CompletableFuture<?>[] clients = new CompletableFuture<?>[4];
      for (int client = 0; client < clients.length; client++) {
        String name = "client-" + client + "-";
        clients[client] = CompletableFuture.runAsync(() -> order(shop, name, placed, enough));
      }
      await().atMost(LONG).until(() -> placed.size() > 40);
      mariadb.kill();
      mariadb.run();
      int before = placed.size();
      await().atMost(LONG).until(() -> placed.size() > before + 40);
      enough.set(true);
      CompletableFuture.allOf(clients).join();

      assertThat(shop.count("orders")).isEqualTo(placed.size());
      assertThat(shop.count("order_items")).isEqualTo(placed.size());
      assertThat(shop.value("SUM(stock)", "products", "id = 1"))
          .isEqualTo(String.valueOf(100_000 - placed.size()));
    }
  }

  private static void order(TestShop shop, String name, Set<String> placed, AtomicBoolean enough) {
    for (int i = 0; !enough.get(); i++) {
      String key = name + i;
      while (shop.order(1, 1, "Idempotency-Key", key).status() >= 300) {
        // Given up after its time: sent again with the same key.
      }
      placed.add(key);
    }
  }

  @Test
  void theShopStartsBeforeItsDatabase() {
    try (MariaDb mariadb = MariaDb.start()) {
      mariadb.kill();
      try (TestShop shop = TestShop.open(mariadb, Map.of())) {
        assertThat(shop.get("/livez").status()).isEqualTo(200);
        assertThat(shop.get("/readyz").status()).isEqualTo(503);
        mariadb.run();
        assertThat(shop.awaitReady().get("/products").body()).hasSize(12);
      }
    }
  }
}
