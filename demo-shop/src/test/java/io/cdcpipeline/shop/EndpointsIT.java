package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each endpoint, and each answer to a request that cannot be served. */
class EndpointsIT {
  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void theIndexNamesEveryRoute() {
    var paths = shop.get("/").body().get("endpoints").findValuesAsText("path");
    assertThat(paths).contains("/login", "/orders", "/orders/{id}/cancel", "/metrics", "/readyz");
  }

  @Test
  void aLoginIsAChangeOfTheUsersRow() {
    var answer =
        shop.post(
            "/login",
            "{\"username\":\"ben\",\"password\":\"shop-demo\"}",
            "X-Request-Id",
            "login-of-ben");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().get("username").asText()).isEqualTo("ben");
    assertThat(answer.header("X-Request-Id")).isEqualTo("login-of-ben");
    String ben = "username = 'ben' AND last_login_at IS NOT NULL";
    assertThat(shop.value("request_id", "users", ben)).isEqualTo("login-of-ben");
    assertThat(shop.value("customer_id", "users", ben))
        .isEqualTo(answer.body().get("customer_id").asText());
    assertThat(shop.value("password_hash", "users", ben)).startsWith("$2a$10$");
  }

  @ParameterizedTest
  @CsvSource({"cleo, wrong", "nobody, shop-demo", "'cleo'' OR 1=1', shop-demo"})
  void aWrongPasswordOrUserIs401AndChangesNothing(String username, String password) {
    var answer =
        shop.post(
            "/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.detail()).isEqualTo("user name or password is wrong");
    assertThat(shop.count("users", "username = 'cleo' AND last_login_at IS NULL")).isOne();
  }

  @Test
  void productsAreListedInPages() {
    var page = shop.get("/products?after=2&limit=3").body();
    assertThat(page.findValuesAsText("id")).containsExactly("3", "4", "5");
    assertThat(shop.get("/products").body()).hasSize(12);
    var lamp = shop.get("/products/1").body();
    assertThat(lamp.get("name").asText()).isEqualTo("Lamp");
    assertThat(lamp.get("price").decimalValue()).isEqualByComparingTo("39.90");
  }

  @Test
  void stockIsSet() {
    assertThat(shop.put("/products/12/stock", "{\"stock\":7}").body().get("stock").asInt())
        .isEqualTo(7);
    assertThat(shop.value("stock", "products", "id = 12")).isEqualTo("7");
  }

  @Test
  void anOrderTakesFromStockAndACancellationGivesBack() {
    shop.put("/products/3/stock", "{\"stock\":10}");
    var placed = shop.order(3, 4, "X-Request-Id", "place-1");

    assertThat(placed.status()).isEqualTo(201);
    String id = placed.body().get("id").asText();
    assertThat(placed.header("Location")).isEqualTo("/orders/" + id);
    assertThat(placed.body().get("total").decimalValue()).isEqualByComparingTo("476.00");
    assertThat(shop.get("/orders/" + id).body()).isEqualTo(placed.body());
    assertThat(shop.value("stock", "products", "id = 3")).isEqualTo("6");
    assertThat(shop.value("request_id", "orders", "id = " + id)).isEqualTo("place-1");
    assertThat(shop.value("request_id", "order_items", "order_id = " + id)).isEqualTo("place-1");
    assertThat(shop.value("request_id", "products", "id = 3")).isEqualTo("place-1");

    var cancelled = shop.post("/orders/" + id + "/cancel", "", "X-Request-Id", "cancel-1");
    assertThat(cancelled.body().get("status").asText()).isEqualTo("cancelled");
    assertThat(shop.value("stock", "products", "id = 3")).isEqualTo("10");
    assertThat(shop.count("order_items", "order_id = " + id)).isZero();
    assertThat(shop.value("request_id", "orders", "id = " + id)).isEqualTo("cancel-1");

    // The same request again, as after an answer that was lost; then another one.
    assertThat(shop.post("/orders/" + id + "/cancel", "", "X-Request-Id", "cancel-1").status())
        .isEqualTo(200);
    assertThat(shop.post("/orders/" + id + "/cancel", "").status()).isEqualTo(409);
    assertThat(shop.value("stock", "products", "id = 3")).isEqualTo("10");
  }

  @Test
  void anAddressIsChanged() {
    var answer = shop.put("/customers/2/address", "{\"address\":\"5 Hill, M\u00fcnchen\"}");
    assertThat(answer.body().get("address").asText()).isEqualTo("5 Hill, M\u00fcnchen");
    assertThat(shop.value("request_id", "customers", "id = 2"))
        .isEqualTo(answer.header("X-Request-Id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /products/999               |                                                              | product 999 does not exist
          PUT  | /products/999/stock         | {"stock":1}                                                  | product 999 does not exist
          GET  | /orders/999999              |                                                              | order 999999 does not exist
          POST | /orders/999999/cancel       |                                                              | order 999999 does not exist
          PUT  | /customers/999999/address   | {"address":"x"}                                              | customer 999999 does not exist
          POST | /orders                     | {"customer_id":1,"items":[{"product_id":999,"quantity":1}]}  | product 999 does not exist
          POST | /orders                     | {"customer_id":999999,"items":[{"product_id":1,"quantity":1}]} | customer 999999 does not exist
          GET  | /nothing                    |                                                              | GET /nothing
          """)
  void whatDoesNotExistIs404(String method, String path, String body, String detail) {
    var answer = shop.send(method, path, body == null ? "" : body);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @Test
  void anUnknownMethodIs405() {
    assertThat(shop.send("DELETE", "/orders", "").status()).isEqualTo(405);
  }

  @Test
  void outOfStockIs409AndChangesNothing() {
    shop.put("/products/5/stock", "{\"stock\":2}");
    long before = shop.count("orders");
    var body =
        "{\"customer_id\":1,\"items\":[{\"product_id\":4,\"quantity\":1},{\"product_id\":5,\"quantity\":3}]}";
    String stock = shop.value("stock", "products", "id = 4");

    var answer = shop.post("/orders", body);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.detail()).isEqualTo("product 5 is out of stock: 3 wanted, 2 left");
    assertThat(shop.count("orders")).isEqualTo(before);
    assertThat(shop.value("stock", "products", "id = 4")).isEqualTo(stock);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST | /login                 | {"password":"x"}                                                     | username
          POST | /login                 | {"username":"ada","password":""}                                     | password
          POST | /login                 | {"username":"ada","password":7}                                      | password
          POST | /orders                | {"items":[{"product_id":1,"quantity":1}]}                            | customer_id
          POST | /orders                | {"customer_id":1}                                                    | items
          POST | /orders                | {"customer_id":1,"items":[]}                                         | items
          POST | /orders                | {"customer_id":1,"items":[null]}                                     | items[0]
          POST | /orders                | {"customer_id":1,"items":[{"product_id":1}]}                         | items[0].quantity
          POST | /orders                | {"customer_id":1,"items":[{"product_id":1,"quantity":0}]}            | items[0].quantity
          POST | /orders                | {"customer_id":1,"items":[{"product_id":1,"quantity":1.5}]}          | items[0].quantity
          POST | /orders                | {"customer_id":1,"items":[{"product_id":"1","quantity":1}]}          | items[0].product_id
          POST | /orders                | {"customer_id":1,"items":[{"product_id":1,"quantity":1},{"product_id":1,"quantity":2}]} | items[1].product_id
          POST | /orders                | {"customerId":1}                                                     | customerId
          POST | /orders                | {"customer_id":1,"customer_id":2}                                    | body
          POST | /orders                | [1]                                                                  | body
          POST | /orders                | null                                                                 | body
          POST | /orders                | not json                                                             | body
          PUT  | /products/1/stock      | {"stock":-1}                                                         | stock
          PUT  | /customers/1/address   | {"address":" "}                                                      | address
          GET  | /products/abc          |                                                                      | id
          GET  | /products?limit=0      |                                                                      | limit
          GET  | /products?after=x      |                                                                      | after
          """)
  void aBadRequestNamesTheField(String method, String path, String body, String field) {
    var answer = shop.send(method, path, body == null ? "" : body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().get("field").asText()).isEqualTo(field);
    assertThat(answer.detail()).startsWith(field + ": ");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().get("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
  }

  @Test
  void aBodyThatIsTooLongIs413() {
    var answer =
        shop.put("/customers/1/address", "{\"address\":\"%s\"}".formatted("x".repeat(70_000)));
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void aRequestIdThatCouldForgeALineIsReplaced() {
    var answer = shop.send("GET", "/", "", "X-Request-Id", "a\"b");
    assertThat(answer.header("X-Request-Id")).hasSize(36);
  }

  @Test
  void ofTwoRequestsWithOneKeyOnePlacesAnOrder() {
    var first = shop.order(6, 1, "Idempotency-Key", "once");
    var second = shop.order(6, 1, "Idempotency-Key", "once");
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
  }
}
