package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shop opens on a database with nothing in it, on those of the samples, and on older tables.
 */
class SchemaIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** samples/shop.yaml of version 0.1.0: an order was one product. */
  private static final List<String> OLD_TABLES =
      List.of(
          "CREATE TABLE customers (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(120) NOT"
              + " NULL, email VARCHAR(190) NOT NULL UNIQUE, created_at TIMESTAMP NOT NULL DEFAULT"
              + " CURRENT_TIMESTAMP)",
          "CREATE TABLE suppliers (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(120) NOT"
              + " NULL, country CHAR(2) NOT NULL)",
          "CREATE TABLE products (id BIGINT PRIMARY KEY AUTO_INCREMENT, supplier_id BIGINT NOT"
              + " NULL, name VARCHAR(120) NOT NULL, price DECIMAL(10,2) NOT NULL, stock INT NOT"
              + " NULL DEFAULT 0, KEY products_supplier (supplier_id))",
          "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer_id BIGINT NOT NULL,"
              + " product_id BIGINT NOT NULL, quantity INT NOT NULL, total DECIMAL(12,2) NOT NULL,"
              + " status VARCHAR(16) NOT NULL DEFAULT 'new',"
              + " created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,"
              + " KEY orders_customer (customer_id))",
          "INSERT INTO orders (customer_id, product_id, quantity, total) VALUES (1, 1, 1, 5.00)");

  private final MariaDb mariadb = MariaDb.shared();

  @Test
  void opensOnOlderTablesAndKeepsTheirRowsAndColumns() {
    try (TestShop shop = openOn(OLD_TABLES, Map.of())) {
      assertThat(shop.order(1, 1).status()).isEqualTo(201);
      assertThat(shop.count("orders", "product_id = 1 AND quantity = 1")).isOne();
      assertThat(shop.count("orders", "product_id IS NULL")).isOne();
    }
  }

  @Test
  void opensOnTheSampleOfASeededShopAndSellsItsProducts() {
    try (TestShop shop = openOn(sampleSql("seed-shop.yaml"), Map.of())) {
      assertThat(shop.get("/products").body().findValuesAsText("name"))
          .containsExactly("Lamp", "Desk", "Chair");
      assertThat(shop.order(2, 1).status()).isEqualTo(201);
      assertThat(shop.post("/login", "{\"username\":\"ada\",\"password\":\"shop-demo\"}").status())
          .isEqualTo(200);
      assertThat(shop.count("suppliers", "phone = '+49 30 5550100'")).isOne();
    }
  }

  /** As shop_app of samples/shop.yaml, which may write rows and nothing else. */
  @Test
  void needsNoRightToChangeTheTablesOfTheShopSample() {
    mariadb.execute("CREATE OR REPLACE USER rows_only@'%' IDENTIFIED BY 'rows'");
    String database = TestShop.newDatabase();
    mariadb.execute(
        "CREATE DATABASE " + database,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database + ".* TO rows_only@'%'");
    try (TestShop shop =
        openIn(
            database,
            sampleSql("shop.yaml"),
            Map.of("SQL_USER", "rows_only", "SQL_PASSWORD", "rows"))) {
      shop.awaitReady();
      assertThat(shop.order(1, 1).status()).isEqualTo(201);
    }
  }

  @Test
  void saysWhichStatementItMayNotRun() {
    mariadb.execute("CREATE OR REPLACE USER no_ddl@'%' IDENTIFIED BY 'rows'");
    String database = TestShop.newDatabase();
    mariadb.execute(
        "CREATE DATABASE " + database,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database + ".* TO no_ddl@'%'");
    try (TestShop shop =
        openIn(database, OLD_TABLES, Map.of("SQL_USER", "no_ddl", "SQL_PASSWORD", "rows"))) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(shop.get("/readyz").detail())
                      .contains(
                          "the shop needs \"ALTER TABLE customers ADD COLUMN address VARCHAR(255)"
                              + " NULL\", which failed: ALTER command denied")
                      .doesNotContain("'rows'"));

      mariadb.execute("GRANT ALL ON " + database + ".* TO no_ddl@'%'");
      shop.awaitReady();
    }
  }

  /** The operator runs a schema again when it changes. */
  @ParameterizedTest
  @ValueSource(strings = {"shop.yaml", "seed-shop.yaml", "seed-app.yaml"})
  void theSamplesStatementsCanBeRunAgain(String sample) {
    String database = TestShop.newDatabase();
    mariadb.execute("CREATE DATABASE " + database);
    mariadb.executeIn(database, sampleSql(sample));
    List<Long> rows = rows(database);
    mariadb.executeIn(database, sampleSql(sample));
    assertThat(rows(database)).isEqualTo(rows).hasSizeGreaterThan(1);
  }

  private List<Long> rows(String database) {
    String tables =
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s' ORDER BY 1";
    return mariadb.query(tables.formatted(database)).stream()
        .map(table -> mariadb.count("SELECT COUNT(*) FROM %s.%s".formatted(database, table)))
        .toList();
  }

  @Test
  void everyTableHasAPrimaryKey() {
    try (TestShop shop = TestShop.open()) {
      String database = shop.name("").replaceAll("[`.]", "");
      assertThat(
              mariadb.query(
                  "SELECT table_name FROM information_schema.tables t WHERE table_schema = '%s'"
                          .formatted(database)
                      + " AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints c"
                      + " WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name"
                      + " AND c.constraint_type = 'PRIMARY KEY')"))
          .isEmpty();
    }
  }

  private TestShop openOn(List<String> statements, Map<String, String> settings) {
    String database = TestShop.newDatabase();
    mariadb.execute("CREATE DATABASE " + database);
    return openIn(database, statements, settings).awaitReady();
  }

  private TestShop openIn(String database, List<String> statements, Map<String, String> settings) {
    mariadb.executeIn(database, statements);
    Map<String, String> all = new HashMap<>(settings);
    all.put("SQL_DATABASE", database);
    return TestShop.open(mariadb, all);
  }

  /** The statements below {@code sql: |}. */
  private static List<String> sampleSql(String name) {
    try {
      String yaml =
          Files.readString(Path.of(System.getProperty("repository.root"), "samples", name));
      Matcher block = Pattern.compile("( +)sql: \\|\n((?:\\1  .*\n)+)").matcher(yaml);
      assertThat(block.find()).isTrue();
      return Arrays.stream(block.group(2).split(";\\s*\n", -1))
          .filter(statement -> !statement.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
