package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.database.Database;
import io.cdcpipeline.shop.database.SqlSession;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders: each is one transaction over orders, order_items and the stock of products. */
public final class Orders {
  /** So many of one product. */
  public record Item(long productId, int quantity) {}

  /**
   * What a customer asks for.
   *
   * @param idempotencyKey of two requests with the same key only one places an order
   */
  public record Wanted(long customerId, List<Item> items, String idempotencyKey) {}

  /** An order, and whether this request placed it. */
  public record Placed(Order order, boolean created) {}

  private final Database database;

  public Orders(Database database) {
    this.database = database;
  }

  /**
   * Takes the items out of stock and writes the order.
   *
   * @throws RefusedException NOT_FOUND for customer or product, CONFLICT without enough stock
   */
  public Placed place(Wanted wanted, String requestId) {
    return database.write(session -> place(session, wanted, requestId));
  }

  private static Placed place(SqlSession session, Wanted wanted, String requestId)
      throws SQLException {
    OrderRows rows = new OrderRows(session, requestId);
    // Also after a commit whose answer was lost: the first attempt may have placed it.
    Optional<Long> known = rows.idOf(wanted.idempotencyKey());
    if (known.isPresent()) {
      return new Placed(rows.find(known.get()), false);
    }
    Customers.find(session, wanted.customerId());
    List<Order.Line> lines = new ArrayList<>();
    // All lock products in this order, so none waits for another in a circle.
    List<Item> items =
        wanted.items().stream().sorted(Comparator.comparingLong(Item::productId)).toList();
    for (Item item : items) {
      lines.add(reserve(session, rows, item));
    }
    BigDecimal total =
        lines.stream().map(Order.Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    long id = rows.insert(wanted.customerId(), total, wanted.idempotencyKey());
    rows.insertItems(id, lines);
    return new Placed(new Order(id, wanted.customerId(), Order.NEW, total, lines), true);
  }

  private static Order.Line reserve(SqlSession session, OrderRows rows, Item item)
      throws SQLException {
    boolean reserved = rows.addToStock(item.productId(), -item.quantity());
    Products.Product product = Products.find(session, item.productId());
    if (!reserved) {
      throw RefusedException.conflict(
          "product %d is out of stock: %d wanted, %d left"
              .formatted(product.id(), item.quantity(), product.stock()));
    }
    return new Order.Line(product.id(), item.quantity(), product.price());
  }

  /**
   * The order of that id, as it is now.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Order get(long id) {
    return database.read(session -> new OrderRows(session, "").find(id));
  }

  /**
   * Cancels an order and puts its items back into stock.
   *
   * @throws RefusedException NOT_FOUND, or CONFLICT when it is cancelled already
   */
  public Order cancel(long id, String requestId) {
    return database.write(session -> cancel(new OrderRows(session, requestId), id, requestId));
  }

  private static Order cancel(OrderRows rows, long id, String requestId) throws SQLException {
    String lastRequest = rows.lock(id);
    Order order = rows.find(id);
    if (order.status().equals(Order.CANCELLED)) {
      // Our own doing, if the answer to an earlier commit was lost.
      if (requestId.equals(lastRequest)) {
        return order;
      }
      throw RefusedException.conflict("order %d is cancelled already".formatted(id));
    }
    for (Order.Line item : order.items()) {
      rows.addToStock(item.productId(), item.quantity());
    }
    rows.cancel(id);
    return rows.find(id);
  }
}
