package io.cdcpipeline.shop.service;

import java.math.BigDecimal;
import java.util.List;

/** An order as it is in the database. */
public record Order(long id, long customerId, String status, BigDecimal total, List<Line> items) {
  static final String NEW = "new";
  static final String CANCELLED = "cancelled";

  /** So many of one product, at the price of that moment. */
  public record Line(long productId, int quantity, BigDecimal price) {
    BigDecimal total() {
      return price.multiply(BigDecimal.valueOf(quantity));
    }
  }
}
