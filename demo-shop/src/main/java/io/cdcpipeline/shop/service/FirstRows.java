package io.cdcpipeline.shop.service;

import io.cdcpipeline.shop.config.Password;
import io.cdcpipeline.shop.database.DatabaseMonitor;
import io.cdcpipeline.shop.database.SqlSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows a shop opens with: users that can log in, and products where there are none. Keys are
 * fixed, so of two shops that open at once one fails, and finds the rows at its next look.
 */
public final class FirstRows implements DatabaseMonitor.FirstRows {
  /** Who can log in from the start. */
  public static final List<String> USERNAMES =
      List.of("ada", "ben", "cleo", "dev", "eva", "finn", "gus", "hana");

  private static final String REQUEST_ID = "first-rows";
  private static final int STOCK = 500;

  /** Names and prices. */
  private static final List<List<String>> PRODUCTS =
      List.of(
          List.of("Lamp", "39.90"),
          List.of("Desk", "249.00"),
          List.of("Chair", "119.00"),
          List.of("Shelf", "79.50"),
          List.of("Clock", "24.90"),
          List.of("Mug", "8.50"),
          List.of("Kettle", "44.00"),
          List.of("Blanket", "35.00"),
          List.of("Notebook", "4.20"),
          List.of("Pen", "1.90"),
          List.of("Backpack", "69.00"),
          List.of("Umbrella", "18.00"));

  private final Password password;

  public FirstRows(Password password) {
    this.password = password;
  }

  @Override
  public void insertMissing(SqlSession session) throws SQLException {
    insertUsers(session);
    if (session.first(row -> row.getLong(1), "SELECT id FROM products LIMIT 1").isEmpty()) {
      insertProducts(session);
    }
  }

  private void insertUsers(SqlSession session) throws SQLException {
    List<String> missing = new ArrayList<>(USERNAMES);
    String marks = String.join(", ", Collections.nCopies(USERNAMES.size(), "?"));
    missing.removeAll(
        session.list(
            row -> row.getString(1),
            "SELECT username FROM users WHERE username IN (" + marks + ")",
            USERNAMES.toArray()));
    if (!missing.isEmpty()) {
      String hash = Passwords.hash(password.value());
      for (String name : missing) {
        insertUser(session, name, hash);
      }
    }
  }

  private static void insertUser(SqlSession session, String name, String hash) throws SQLException {
    long customer =
        session.insert(
            "INSERT INTO customers (name, email, address, request_id) VALUES (?, ?, ?, ?)",
            name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
            name + "@shop.example",
            "1 Main Street",
            REQUEST_ID);
    session.update(
        "INSERT INTO users (customer_id, username, password_hash, request_id) VALUES (?, ?, ?, ?)",
        customer,
        name,
        hash,
        REQUEST_ID);
  }

  private static void insertProducts(SqlSession session) throws SQLException {
    long supplier = supplier(session);
    List<Object[]> rows = new ArrayList<>();
    for (List<String> product : PRODUCTS) {
      rows.add(
          new Object[] {
            rows.size() + 1, supplier, product.get(0), product.get(1), STOCK, REQUEST_ID
          });
    }
    session.insertAll(
        "INSERT INTO products (id, supplier_id, name, price, stock, request_id)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static long supplier(SqlSession session) throws SQLException {
    Optional<Long> known =
        session.first(row -> row.getLong(1), "SELECT id FROM suppliers ORDER BY id LIMIT 1");
    if (known.isEmpty()) {
      session.update("INSERT INTO suppliers (id, name, country) VALUES (1, 'Nordwind', 'DE')");
    }
    return known.orElse(1L);
  }
}
