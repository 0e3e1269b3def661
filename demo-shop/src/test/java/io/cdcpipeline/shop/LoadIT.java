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
      Sample first = Sample.of(shop);
      await().atMost(Duration.ofSeconds(60)).until(() -> done(shop) >= REQUESTS);
      Sample last = Sample.of(shop);

      assertThat(last.due() - first.due())
          .as("requests due, however slow this machine is")
          .isBetween(
              PER_SECOND * (last.from() - first.to()) - PER_SECOND / 2,
              PER_SECOND * (last.to() - first.from()) + PER_SECOND / 2);
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

  /** How many requests were due at a moment between two others, in seconds. */
  private record Sample(double from, double due, double to) {
    static Sample of(TestShop shop) {
      double from = System.nanoTime() / 1e9;
      double due = shop.metric("shop_load_due_total");
      return new Sample(from, due, System.nanoTime() / 1e9);
    }
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
