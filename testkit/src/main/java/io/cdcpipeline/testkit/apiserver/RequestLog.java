package io.cdcpipeline.testkit.apiserver;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * Every request in order, like an audit log, to assert for example that nothing is written when
 * idle.
 */
public final class RequestLog {
  /**
   * One request, with the verb as in RBAC (get list watch create update patch delete
   * deletecollection).
   */
  public record Entry(
      String verb, String resource, String name, String userAgent, String path, int status) {

    public boolean isWrite() {
      return Set.of("create", "update", "patch", "delete", "deletecollection").contains(verb);
    }
  }

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  public List<Entry> entries(Predicate<Entry> filter) {
    return entries.stream().filter(filter).toList();
  }

  public long count(String verb, String userAgentPrefix) {
    return entries.stream()
        .filter(e -> e.verb().equals(verb) && e.userAgent().startsWith(userAgentPrefix))
        .count();
  }

  public long writes(String userAgentPrefix) {
    return entries.stream()
        .filter(e -> e.isWrite() && e.userAgent().startsWith(userAgentPrefix))
        .count();
  }

  public void clear() {
    entries.clear();
  }
}
