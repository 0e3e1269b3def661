package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.database.Database;
import io.cdcpipeline.shop.database.SqlSession;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What the shop sells. */
public final class Products {
  public record Product(long id, String name, BigDecimal price, int stock) {
    private static Product read(ResultSet row) throws SQLException {
      return new Product(row.getLong(1), row.getString(2), row.getBigDecimal(3), row.getInt(4));
    }
  }

  private final Database database;

  public Products(Database database) {
    this.database = database;
  }

  /** At most {@code limit} products with ids above {@code after}, in their order. */
  public List<Product> list(long after, int limit) {
    return database.read(
        session ->
            session.list(
                Product::read,
                "SELECT id, name, price, stock FROM products WHERE id > ? ORDER BY id LIMIT ?",
                after,
                limit));
  }

  /**
   * The product of that id.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Product get(long id) {
    return database.read(session -> find(session, id));
  }

  /**
   * Sets the stock to what was counted.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Product setStock(long id, int stock, String requestId) {
    return database.write(
        session -> {
          session.update(
              "UPDATE products SET stock = ?, request_id = ? WHERE id = ?", stock, requestId, id);
          return find(session, id);
        });
  }

  static Product find(SqlSession session, long id) throws SQLException {
    return session
        .first(Product::read, "SELECT id, name, price, stock FROM products WHERE id = ?", id)
        .orElseThrow(() -> RefusedException.notFound("product", id));
  }
}
