package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.AuditLog;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.ShownBy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;

/**
 * The cost of a ready pipeline: it is reconciled repeatedly, and everything the operator writes for
 * it, to the API server and to its log, is listed.
 *
 * @param reconciles how often it was reconciled
 * @param writes of the operator in the pipeline's namespace, from the API server's audit log
 * @param lines of the operator's log, at INFO and above
 */
public record SteadyState(long reconciles, List<AuditLog.Call> writes, List<String> lines) {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration APART = Duration.ofSeconds(4);

  /** Waits until the pipeline shop is no longer written, and then reconciles it that often. */
  public static SteadyState of(
      String title, RealApi api, RealOperator operator, String namespace, int times) {
    settle(operator, namespace, SOON);
    var log = OperatorLog.get();
    int mark = operator.audit().mark();
    int line = log.mark();
    long before = log.reconciles(namespace);
    for (int i = 0; i < times; i++) {
      nudge(api, child(api, namespace), i);
      long wanted = before + i + 1;
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> log.reconciles(namespace) >= wanted);
    }
    // The last one has ended once another has begun.
    long last = log.reconciles(namespace);
    nudge(api, child(api, namespace), times);
    await().atMost(SOON).until(() -> log.reconciles(namespace) > last);
    var state =
        new SteadyState(
            log.reconciles(namespace) - before,
            writes(operator, mark, namespace),
            log.linesSince(line, namespace));
    ShownBy.steady(title, state);
    return state;
  }

  /** Waits until some reconciles add no writes. */
  public static void settle(RealOperator operator, String namespace, Duration within) {
    var before = new int[] {-1};
    await()
        .atMost(within)
        .pollDelay(Duration.ZERO)
        .pollInterval(APART)
        .until(
            () -> {
              int now = writes(operator, 0, namespace).size();
              boolean same = now == before[0];
              before[0] = now;
              return same;
            });
  }

  private static ConfigMap child(RealApi api, String namespace) {
    return children(api, namespace).get(0);
  }

  static List<ConfigMap> children(RealApi api, String namespace) {
    var ours = api.client().configMaps().inNamespace(namespace);
    return ours.withLabel(Labels.PIPELINE).list().getItems();
  }

  /** An edit of a field that is not ours, which only triggers a reconcile; it meets no conflict. */
  static void nudge(RealApi api, ConfigMap child, int i) {
    api.client()
        .resource(child)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"nudge\": \"%d\"}}}".formatted(i));
  }

  private static List<AuditLog.Call> writes(RealOperator operator, int mark, String namespace) {
    return operator.audit().writesSince(mark).stream()
        .filter(call -> namespace.equals(call.namespace()))
        .toList();
  }

  public long events() {
    return writes.stream().filter(call -> call.resource().equals("events")).count();
  }
}
