package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders at the same time: rows are exact, and stock is neither lost nor sold twice. */
class OrdersIT {
  private TestShop shop;

  @BeforeEach
  void open() {
    shop = TestShop.open();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void twoHundredOrdersAreExactlySoManyRows() {
    List<CompletableFuture<TestShop.Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // In changing order, so that transactions would wait for each other in a circle.
      long first = i % 2 == 0 ? 1 : 2;
      String body =
          "{\"customer_id\":%d,\"items\":[{\"product_id\":%d,\"quantity\":1},{\"product_id\":%d,\"quantity\":2}]}"
              .formatted(1 + i % 8, first, 3 - first);
      answers.add(shop.sendAsync("POST", "/orders", body));
      if (answers.size() % 40 == 0) {
        answers.forEach(CompletableFuture::join);
      }
    }

    assertThat(answers).extracting(a -> a.join().status()).containsOnly(201);
    assertThat(shop.count("orders")).isEqualTo(200);
    assertThat(shop.count("order_items")).isEqualTo(400);
    assertThat(shop.value("SUM(stock)", "products", "id IN (1, 2)")).isEqualTo("400");
    assertThat(shop.count("orders", "request_id IS NULL OR idempotency_key IS NULL")).isZero();
    assertThat(shop.value("SUM(total)", "orders", "1 = 1"))
        .isEqualTo(shop.value("SUM(price * quantity)", "order_items", "1 = 1"));
  }

  @Test
  void theLastPieceIsSoldOnce() {
    shop.put("/products/7/stock", "{\"stock\":1}");
    var statuses =
        IntStream.range(0, 20)
            .mapToObj(i -> shop.sendAsync("POST", "/orders", TestShop.orderBody(7, 1)))
            .toList()
            .stream()
            .map(answer -> answer.join().status())
            .toList();

    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    assertThat(shop.value("stock", "products", "id = 7")).isEqualTo("0");
  }

  @Test
  void ofManyCancellationsOneCounts() {
    long id = shop.order(8, 5).body().get("id").asLong();
    var statuses =
        IntStream.range(0, 20)
            .mapToObj(i -> shop.sendAsync("POST", "/orders/" + id + "/cancel", ""))
            .toList()
            .stream()
            .map(answer -> answer.join().status())
            .toList();

    assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(shop.value("stock", "products", "id = 8")).isEqualTo("500");
  }
}
