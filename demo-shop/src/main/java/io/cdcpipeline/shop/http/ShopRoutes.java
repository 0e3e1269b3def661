package io.cdcpipeline.shop.http;

import io.cdcpipeline.shop.service.Customers;
import io.cdcpipeline.shop.service.Logins;
import io.cdcpipeline.shop.service.Orders;
import io.cdcpipeline.shop.service.Products;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.UUID;

/** What people do in the shop. */
final class ShopRoutes {
  private static final int PAGE = 100;

  private final Logins logins;
  private final Products products;
  private final Orders orders;
  private final Customers customers;

  ShopRoutes(Logins logins, Products products, Orders orders, Customers customers) {
    this.logins = logins;
    this.products = products;
    this.orders = orders;
    this.customers = customers;
  }

  void logIn(Context ctx) {
    Bodies.Login body = JsonBody.read(ctx, Bodies.Login.class);
    body.check();
    ctx.json(logins.logIn(body.username(), body.password(), RequestId.of(ctx)));
  }

  void listProducts(Context ctx) {
    long after = Check.number("after", query(ctx, "after", 0), 0, Long.MAX_VALUE);
    long limit = Check.number("limit", query(ctx, "limit", PAGE), 1, PAGE);
    ctx.json(products.list(after, (int) limit));
  }

  void getProduct(Context ctx) {
    ctx.json(products.get(id(ctx)));
  }

  void setStock(Context ctx) {
    int stock = JsonBody.read(ctx, Bodies.Stock.class).checked();
    ctx.json(products.setStock(id(ctx), stock, RequestId.of(ctx)));
  }

  /** With an Idempotency-Key a request can be sent again after a 503 without a second order. */
  void placeOrder(Context ctx) {
    String given = ctx.header("Idempotency-Key");
    String key =
        given == null ? UUID.randomUUID().toString() : Check.text("Idempotency-Key", given, 64);
    Orders.Wanted wanted = JsonBody.read(ctx, Bodies.NewOrder.class).checked(key);
    Orders.Placed placed = orders.place(wanted, RequestId.of(ctx));
    ctx.status(placed.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .header("Location", "/orders/" + placed.order().id())
        .json(placed.order());
  }

  void getOrder(Context ctx) {
    ctx.json(orders.get(id(ctx)));
  }

  void cancelOrder(Context ctx) {
    ctx.json(orders.cancel(id(ctx), RequestId.of(ctx)));
  }

  void changeAddress(Context ctx) {
    String address = JsonBody.read(ctx, Bodies.Address.class).checked();
    ctx.json(customers.changeAddress(id(ctx), address, RequestId.of(ctx)));
  }

  private static long id(Context ctx) {
    return Check.number("id", ctx.pathParam("id"), 1, Long.MAX_VALUE);
  }

  private static String query(Context ctx, String name, int fallback) {
    String given = ctx.queryParam(name);
    return given == null ? String.valueOf(fallback) : given;
  }
}
