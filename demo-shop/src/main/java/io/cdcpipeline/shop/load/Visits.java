package io.cdcpipeline.shop.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Turns an action into a request, and learns from its answer. */
final class Visits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STREETS =
      List.of("High Street", "Mill Lane", "Station Road", "Park Avenue", "Church Street");
  private static final int STOCK = 500;
  private static final int MOST_OF_ONE = 3;

  /** A request as HTTP has it; {@code body} is empty for a GET. */
  record Visit(Action action, String method, String path, String body) {}

  private final List<String> usernames;
  private final String password;
  private final Memory memory = new Memory();

  Visits(List<String> usernames, String password) {
    this.usernames = usernames;
    this.password = password;
  }

  /** What shows the shoppers around: all products, and each customer. */
  List<Visit> opening() {
    List<Visit> visits = new ArrayList<>(List.of(listProducts()));
    usernames.forEach(username -> visits.add(logIn(username)));
    return visits;
  }

  /** Where nobody has seen what the action needs, somebody looks around instead. */
  Visit visit(Action action) {
    Optional<Visit> visit =
        switch (action) {
          case LIST_PRODUCTS -> Optional.empty();
          case LOG_IN -> Optional.of(logIn(usernames.get(random(usernames.size()))));
          case VIEW_PRODUCT -> memory.anyProduct().map(Visits::viewProduct);
          case PLACE_ORDER -> placeOrder();
          case CHANGE_ADDRESS -> memory.anyCustomer().map(Visits::changeAddress);
          case CANCEL_ORDER -> memory.takeOrder().map(Visits::cancelOrder);
          case RESTOCK -> throw new IllegalArgumentException("restock(product) is for this");
        };
    return visit.orElseGet(Visits::listProducts);
  }

  /** The shop notices an empty shelf when somebody asks for what lay there. */
  Visit restock(long product) {
    return put(Action.RESTOCK, "/products/%d/stock".formatted(product), Map.of("stock", STOCK));
  }

  private static Visit listProducts() {
    return new Visit(Action.LIST_PRODUCTS, "GET", "/products", "");
  }

  private static Visit viewProduct(long id) {
    return new Visit(Action.VIEW_PRODUCT, "GET", "/products/" + id, "");
  }

  private Visit logIn(String username) {
    return new Visit(
        Action.LOG_IN, "POST", "/login", json(Map.of("username", username, "password", password)));
  }

  private Optional<Visit> placeOrder() {
    Optional<Long> customer = memory.anyCustomer();
    Optional<Long> product = memory.anyProduct();
    if (customer.isEmpty() || product.isEmpty()) {
      return Optional.empty();
    }
    List<Map<String, Object>> items = new ArrayList<>();
    items.add(item(product.get()));
    memory.anyProduct().filter(p -> !p.equals(product.get())).ifPresent(p -> items.add(item(p)));
    return Optional.of(
        new Visit(
            Action.PLACE_ORDER,
            "POST",
            "/orders",
            json(Map.of("customer_id", customer.get(), "items", items))));
  }

  private static Map<String, Object> item(long product) {
    return Map.of("product_id", product, "quantity", 1 + random(MOST_OF_ONE));
  }

  private static Visit cancelOrder(long id) {
    return new Visit(Action.CANCEL_ORDER, "POST", "/orders/%d/cancel".formatted(id), "");
  }

  private static Visit changeAddress(long customer) {
    String address = "%d %s".formatted(1 + random(200), STREETS.get(random(STREETS.size())));
    return put(
        Action.CHANGE_ADDRESS,
        "/customers/%d/address".formatted(customer),
        Map.of("address", address));
  }

  private static Visit put(Action action, String path, Map<String, Object> body) {
    return new Visit(action, "PUT", path, json(body));
  }

  /** Remembers the ids in a good answer. */
  void learn(Visit visit, String answer) throws JsonProcessingException {
    switch (visit.action()) {
      case LIST_PRODUCTS -> {
        List<Long> ids = new ArrayList<>();
        JSON.readTree(answer).forEach(product -> ids.add(product.get("id").asLong()));
        memory.products(ids);
      }
      case LOG_IN -> memory.customer(JSON.readTree(answer).get("customer_id").asLong());
      case PLACE_ORDER -> memory.order(JSON.readTree(answer).get("id").asLong());
      default -> {
        // Nothing new in these.
      }
    }
  }

  /** The products of an order that was refused. */
  static List<Long> products(Visit order) throws JsonProcessingException {
    List<Long> ids = new ArrayList<>();
    for (JsonNode item : JSON.readTree(order.body()).get("items")) {
      ids.add(item.get("product_id").asLong());
    }
    return ids;
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
