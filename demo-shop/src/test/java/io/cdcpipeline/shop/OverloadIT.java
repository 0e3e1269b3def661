package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One request more than the shop takes is refused at once; those it took are served. */
class OverloadIT {
  @Test
  void oneRequestTooManyIs503WhileProbesAreAnswered() throws SQLException {
    try (TestShop shop = TestShop.open(Map.of("MAX_REQUESTS", "4"));
        Connection other = shop.mariadb().connect();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("SELECT id FROM %s WHERE id = 1 FOR UPDATE".formatted(shop.name("products")));
      var waiting =
          Stream.generate(() -> shop.sendAsync("POST", "/orders", TestShop.orderBody(1, 1)))
              .limit(4)
              .toList();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> shop.metric("hikaricp_connections_active{pool=\"shop\"}") == 4);

      var refused = shop.get("/products/2");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.detail()).isEqualTo("more than 4 requests at once");
      assertThat(List.of("/livez", "/readyz", "/metrics", "/"))
          .allSatisfy(path -> assertThat(shop.get(path).status()).isEqualTo(200));
      assertThat(shop.metric("shop_requests_rejected_total")).isEqualTo(1);

      other.rollback();
      assertThat(waiting).extracting(answer -> answer.join().status()).containsOnly(201);
      assertThat(shop.get("/products/2").status()).isEqualTo(200);
    }
  }
}
