package io.cdcpipeline.shop.http;

import io.cdcpipeline.shop.service.Orders;
import io.cdcpipeline.shop.service.Passwords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the API takes, and its limits. */
final class Bodies {
  private static final int MOST_ITEMS = 20;
  private static final int MOST_OF_ONE = 100;
  private static final int LARGEST_STOCK = 1_000_000;

  private Bodies() {}

  record Login(String username, String password) {
    void check() {
      Check.text("username", username, 64);
      Check.bytes("password", password, Passwords.MAX_BYTES);
    }

    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  record Address(String address) {
    String checked() {
      return Check.text("address", address, 255);
    }
  }

  record Stock(Integer stock) {
    int checked() {
      return Check.number("stock", stock, 0, LARGEST_STOCK);
    }
  }

  record NewOrder(Long customerId, List<Item> items) {
    Orders.Wanted checked(String idempotencyKey) {
      return new Orders.Wanted(Check.id("customer_id", customerId), checkedItems(), idempotencyKey);
    }

    private List<Orders.Item> checkedItems() {
      if (items == null || items.isEmpty() || items.size() > MOST_ITEMS) {
        throw new BadRequestException("items", "must be a list of 1 to %d".formatted(MOST_ITEMS));
      }
      List<Orders.Item> checked = new ArrayList<>();
      Set<Long> products = new HashSet<>();
      for (int i = 0; i < items.size(); i++) {
        Orders.Item item = checkedItem("items[%d]".formatted(i), items.get(i));
        if (!products.add(item.productId())) {
          throw new BadRequestException(
              "items[%d].product_id".formatted(i), "is in the list already: raise its quantity");
        }
        checked.add(item);
      }
      return checked;
    }

    private static Orders.Item checkedItem(String field, Item item) {
      if (item == null) {
        throw new BadRequestException(field, "must be an object");
      }
      return new Orders.Item(
          Check.id(field + ".product_id", item.productId()),
          Check.number(field + ".quantity", item.quantity(), 1, MOST_OF_ONE));
    }
  }

  record Item(Long productId, Integer quantity) {}
}
