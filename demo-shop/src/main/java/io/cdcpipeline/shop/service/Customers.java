package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.database.Database;
import io.cdcpipeline.shop.database.SqlSession;
import java.sql.SQLException;

/** Who buys. */
public final class Customers {
  public record Customer(long id, String name, String address) {}

  private final Database database;

  public Customers(Database database) {
    this.database = database;
  }

  /**
   * Sets the address.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Customer changeAddress(long id, String address, String requestId) {
    return database.write(
        session -> {
          session.update(
              "UPDATE customers SET address = ?, request_id = ? WHERE id = ?",
              address,
              requestId,
              id);
          return find(session, id);
        });
  }

  static Customer find(SqlSession session, long id) throws SQLException {
    return session
        .first(
            row -> new Customer(id, row.getString(1), row.getString(2)),
            "SELECT name, address FROM customers WHERE id = ?",
            id)
        .orElseThrow(() -> RefusedException.notFound("customer", id));
  }
}
