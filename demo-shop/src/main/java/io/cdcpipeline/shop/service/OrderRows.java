package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.database.SqlSession;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.Optional;

/** The rows of orders and their items, in a transaction that somebody else commits. */
record OrderRows(SqlSession session, String requestId) {
  Optional<Long> idOf(String idempotencyKey) throws SQLException {
    return session.first(
        row -> row.getLong(1), "SELECT id FROM orders WHERE idempotency_key = ?", idempotencyKey);
  }

  long insert(long customerId, BigDecimal total, String idempotencyKey) throws SQLException {
    try {
      return session.insert(
          "INSERT INTO orders (customer_id, total, status, idempotency_key, request_id)"
              + " VALUES (?, ?, ?, ?, ?)",
          customerId,
          total,
          Order.NEW,
          idempotencyKey,
          requestId);
    } catch (SQLIntegrityConstraintViolationException e) {
      // Another request with this key was faster: the next attempt finds its order.
      throw new SQLTransactionRollbackException(e.getMessage(), e.getSQLState(), e);
    }
  }

  void insertItems(long orderId, List<Order.Line> items) throws SQLException {
    session.insertAll(
        "INSERT INTO order_items (order_id, product_id, quantity, price, request_id)"
            + " VALUES (?, ?, ?, ?, ?)",
        items.stream()
            .map(i -> new Object[] {orderId, i.productId(), i.quantity(), i.price(), requestId})
            .toList());
  }

  /** Puts so many more of a product into stock, or fewer; false where that would be below none. */
  boolean addToStock(long productId, int quantity) throws SQLException {
    int changed =
        session.update(
            "UPDATE products SET stock = stock + ?, request_id = ? WHERE id = ? AND stock + ? >= 0",
            quantity,
            requestId,
            productId,
            quantity);
    return changed == 1;
  }

  /** Marks the order, and deletes its items: from here on only the events know of them. */
  void cancel(long id) throws SQLException {
    session.update(
        "UPDATE orders SET status = ?, request_id = ? WHERE id = ?",
        Order.CANCELLED,
        requestId,
        id);
    session.update("DELETE FROM order_items WHERE order_id = ?", id);
  }

  /**
   * The order with its items.
   *
   * @throws RefusedException NOT_FOUND
   */
  Order find(long id) throws SQLException {
    List<Order.Line> items = items(id);
    return session
        .first(
            row -> new Order(id, row.getLong(1), row.getString(2), row.getBigDecimal(3), items),
            "SELECT customer_id, status, total FROM orders WHERE id = ?",
            id)
        .orElseThrow(() -> RefusedException.notFound("order", id));
  }

  /**
   * Locks the order until the end of the transaction.
   *
   * @return the id of the request that wrote it last, "null" where that was not the shop
   * @throws RefusedException NOT_FOUND
   */
  String lock(long id) throws SQLException {
    return session
        .first(
            row -> String.valueOf(row.getString(1)),
            "SELECT request_id FROM orders WHERE id = ? FOR UPDATE",
            id)
        .orElseThrow(() -> RefusedException.notFound("order", id));
  }

  /** By product, the order in which everybody locks them. */
  private List<Order.Line> items(long id) throws SQLException {
    return session.list(
        row -> new Order.Line(row.getLong(1), row.getInt(2), row.getBigDecimal(3)),
        "SELECT product_id, quantity, price FROM order_items WHERE order_id = ? ORDER BY"
            + " product_id",
        id);
  }
}
