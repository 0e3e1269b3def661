package io.cdcpipeline.testkit.ticdc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults that a test has set up: each for one call, or for every call until cleared. */
public final class Faults {
  private record Order(String method, String pathPart, Fault fault) {
    boolean fits(String calledMethod, String path) {
      return (method.isEmpty() || method.equals(calledMethod)) && path.contains(pathPart);
    }
  }

  private final Deque<Order> once = new ArrayDeque<>();
  private final List<Order> always = new ArrayList<>();

  /** Applies to the next call with this method ("" for any) whose path contains the text. */
  public synchronized void next(String method, String pathPart, Fault fault) {
    once.add(new Order(method, pathPart, fault));
  }

  /** Applies to every such call until {@link #clear}. */
  public synchronized void always(String method, String pathPart, Fault fault) {
    always.add(new Order(method, pathPart, fault));
  }

  public synchronized void clear() {
    once.clear();
    always.clear();
  }

  synchronized Optional<Fault> take(String method, String path) {
    for (Iterator<Order> orders = once.iterator(); orders.hasNext(); ) {
      Order order = orders.next();
      if (order.fits(method, path)) {
        orders.remove();
        return Optional.of(order.fault());
      }
    }
    return always.stream().filter(o -> o.fits(method, path)).map(Order::fault).findFirst();
  }
}
