package io.cdcpipeline.shop.load;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/** What the shoppers have seen in the shop's answers, and so can ask for. Thread-safe. */
final class Memory {
  private static final int ORDERS = 1000;

  private volatile List<Long> products = List.of();
  private final Set<Long> customers = ConcurrentHashMap.newKeySet();
  private final Queue<Long> orders = new LinkedBlockingQueue<>(ORDERS);

  void products(List<Long> ids) {
    products = List.copyOf(ids);
  }

  void customer(long id) {
    customers.add(id);
  }

  /** Forgotten when there are many: not each order is cancelled. */
  void order(long id) {
    boolean ignored = orders.offer(id);
  }

  Optional<Long> anyProduct() {
    return any(products);
  }

  Optional<Long> anyCustomer() {
    return any(List.copyOf(customers));
  }

  /** An order that nobody else cancels. */
  Optional<Long> takeOrder() {
    return Optional.ofNullable(orders.poll());
  }

  private static Optional<Long> any(List<Long> ids) {
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(ids.get(ThreadLocalRandom.current().nextInt(ids.size())));
  }
}
