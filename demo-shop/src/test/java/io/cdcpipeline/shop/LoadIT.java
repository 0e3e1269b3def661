package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load generator on a real shop: rate, mix, and what it leaves in the tables. */
class LoadIT {
  private static final double PER_SECOND = 20;
  private static final int REQUESTS = 200;

  /** The logins with which the shoppers come in. */
  private static final double EVERYBODY_ONCE = 8;

  @Test
  void keepsItsRateAndMixWithoutErrors() {
    try (TestShop shop = TestShop.open(Map.of("LOAD", "20/s"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> done(shop) >= 20);
      double before = due(shop);
      long start = System.nanoTime();
      await().atMost(Duration.ofSeconds(60)).until(() -> done(shop) >= REQUESTS);
      double sent = due(shop) - before;
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(sent / seconds)
          .as("requests a second, however slow this machine is")
          .isCloseTo(PER_SECOND, within(PER_SECOND * 0.1));
      String text = shop.get("/metrics").response().body();
      assertThat(text).doesNotContain("outcome=\"failed\"", "outcome=\"skipped\"");
      double all = done(shop);
      assertThat(share(shop, "view_product", all)).isCloseTo(0.42, within(0.08));
      assertThat(share(shop, "list_products", all)).isCloseTo(0.28, within(0.08));
      assertThat(share(shop, "place_order", all)).isCloseTo(0.18, within(0.08));
      assertThat(share(shop, "cancel_order", all)).isCloseTo(0.06, within(0.03));
      double logins = share(shop, "log_in", all) - EVERYBODY_ONCE / all;
      assertThat(logins).isCloseTo(0.02, within(0.02));
      assertThat(shop.count("orders", "status = 'cancelled'")).isPositive();
      assertThat(shop.count("customers", "request_id <> 'first-rows'")).isPositive();
    }
  }

  @Test
  void anEmptyShelfIsFilled() {
    try (TestShop shop = TestShop.open(Map.of("LOAD", "50/s"))) {
      shop.mariadb().execute("UPDATE %s SET stock = 0".formatted(shop.name("products")));
      await().atMost(Duration.ofSeconds(60)).until(() -> shop.metric(sample("restock", "ok")) > 0);
      assertThat(shop.metric(sample("place_order", "conflict"))).isPositive();
      assertThat(shop.count("products", "stock > 400")).isPositive();
    }
  }

  private static double due(TestShop shop) {
    return shop.metric("shop_load_due_total");
  }

  private static double done(TestShop shop) {
    return shop.metric("shop_load_duration_seconds_count");
  }

  private static double share(TestShop shop, String action, double all) {
    return shop.metric(sample(action, "ok")) / all;
  }

  private static String sample(String action, String outcome) {
    return "shop_load_requests_total{action=\"%s\",outcome=\"%s\"}".formatted(action, outcome);
  }
}
