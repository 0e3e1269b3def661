package io.cdcpipeline.shop.database;

import static io.cdcpipeline.shop.database.Table.column;

import java.util.List;

/**
 * The shop's tables, the same as in samples/shop.yaml, in words that TiDB and MariaDB both take.
 * {@code request_id} is that of the request which wrote the row last.
 */
final class ShopTables {
  private static final Table.Column ID = column("id", "BIGINT AUTO_INCREMENT PRIMARY KEY");
  private static final Table.Column REQUEST_ID = column("request_id", "VARCHAR(64) NULL");
  private static final Table.Column CREATED_AT =
      column("created_at", "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP");

  static final List<Table> ALL =
      List.of(
          Table.of(
              "customers",
              ID,
              column("name", "VARCHAR(120) NOT NULL"),
              column("email", "VARCHAR(190) NOT NULL"),
              column("address", "VARCHAR(255) NULL"),
              REQUEST_ID,
              CREATED_AT),
          Table.of(
                  "users",
                  ID,
                  column("customer_id", "BIGINT NOT NULL"),
                  column("username", "VARCHAR(64) NOT NULL"),
                  column("password_hash", "VARCHAR(100) NOT NULL"),
                  column("last_login_at", "TIMESTAMP(3) NULL"),
                  REQUEST_ID,
                  CREATED_AT)
              .uniqueKey("username"),
          Table.of(
              "suppliers",
              ID,
              column("name", "VARCHAR(120) NOT NULL"),
              column("country", "CHAR(2) NULL")),
          Table.of(
                  "products",
                  ID,
                  column("supplier_id", "BIGINT NOT NULL"),
                  column("name", "VARCHAR(120) NOT NULL"),
                  column("price", "DECIMAL(10,2) NOT NULL"),
                  column("stock", "INT NOT NULL DEFAULT 0"),
                  REQUEST_ID)
              .key("supplier_id"),
          Table.of(
                  "orders",
                  ID,
                  column("customer_id", "BIGINT NOT NULL"),
                  column("total", "DECIMAL(12,2) NOT NULL"),
                  column("status", "VARCHAR(16) NOT NULL DEFAULT 'new'"),
                  column("idempotency_key", "VARCHAR(64) NULL"),
                  REQUEST_ID,
                  CREATED_AT)
              .key("customer_id")
              .uniqueKey("idempotency_key"),
          Table.of(
                  "order_items",
                  column("order_id", "BIGINT NOT NULL"),
                  column("product_id", "BIGINT NOT NULL"),
                  column("quantity", "INT NOT NULL"),
                  column("price", "DECIMAL(10,2) NOT NULL"),
                  REQUEST_ID)
              .primaryKey("order_id,product_id"));

  private ShopTables() {}
}
