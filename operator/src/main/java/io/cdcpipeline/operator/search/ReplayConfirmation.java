package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.kubernetes.NamespaceReader;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks for the marks of a replay's pod and tells it of those that are found, because the pod
 * itself has no access to where its lines go. Nothing is kept here: an operator that starts
 * continues, and while there is none the pod waits.
 *
 * @param topic that is replayed
 * @param since when the replay was started
 * @param store for a background thread
 */
record ReplayConfirmation(
    ReplayPods pods,
    NamespaceReader reader,
    ResourceNames names,
    String topic,
    Instant since,
    Supplier<? extends EventStore> store) {

  /**
   * What the pod waits for.
   *
   * @param since null if it does not wait
   * @param problem why nothing can be found; empty if it is only not there yet
   */
  record Waiting(Instant since, String problem) {
    static final Waiting NONE = new Waiting(null, "");
  }

  /** Takes one step. */
  Waiting run() {
    var waiting = Waiting.NONE;
    for (var pod : reader.pods(Labels.selector(names, ComponentName.REPLAY))) {
      if (runs(pod)) {
        waiting = confirm(pod.getStatus().getPodIP(), pod.getMetadata().getUid());
      }
    }
    return waiting;
  }

  private static boolean runs(Pod pod) {
    var status = pod.getStatus();
    return status != null && "Running".equals(status.getPhase()) && status.getPodIP() != null;
  }

  private Waiting confirm(String address, String replay) {
    var marks = pods.marks(address);
    if (marks.isEmpty() || marks.get().open().isEmpty()) {
      return Waiting.NONE;
    }
    var open = marks.get().open();
    try {
      var proofs = store.get().marks(names, topic, new MarkQuery(replay, open, since));
      int last = lastInARow(open, proofs);
      if (last > 0) {
        pods.found(address, last, proofs.get(last));
      }
      return new Waiting(marks.get().waitingSince(), "");
    } catch (StageException e) {
      return new Waiting(marks.get().waitingSince(), e.getMessage());
    }
  }

  /**
   * A later one alone proves nothing: Filebeat reads several files of a pod at a time, of which the
   * kubelet has rotated some. 0 if there is none.
   */
  static int lastInARow(List<Integer> open, Map<Integer, String> proofs) {
    return open.stream().takeWhile(proofs::containsKey).reduce(0, (before, mark) -> mark);
  }
}
