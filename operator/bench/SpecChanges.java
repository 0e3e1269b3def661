import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.RealApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Changes the spec of one pipeline again and again, and measures how long each change takes to
 * reach a child: the retention of its topic.
 */
final class SpecChanges implements AutoCloseable {
  private static final long HOUR_MS = 3_600_000;
  private static final int FIRST_HOURS = 200; // not the default

  /** Each change costs the API server as much as ten children: it is not to be measured itself. */
  private static final int PAUSE_MS = 3000;

  private static final int LONGEST_MINUTES = 5;

  private final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
  private final List<Long> millis = new ArrayList<>();
  private final RealApi api;
  private final String namespace;
  private final String name;
  private final Watch watch;
  private final Thread thread = new Thread(this::run, "spec-changes");
  private volatile boolean closed;

  /** Begins with the pipeline of that namespace and name. */
  SpecChanges(RealApi api, String namespace, String name) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
    watch =
        api.client()
            .genericKubernetesResources("kafka.strimzi.io/v1", "KafkaTopic")
            .inNamespace(namespace)
            .withName(name + "-events")
            .watch(new Retentions());
    thread.start();
  }

  private final class Retentions implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource topic) {
      Number retention = topic.get("spec", "config", "retention.ms");
      seen.add(retention.longValue());
    }

    @Override
    public void onClose(WatcherException cause) {
      cause.printStackTrace(); // the change under way then counts with its longest time
    }
  }

  private void run() {
    try {
      for (int hours = FIRST_HOURS; !closed; hours++) {
        millis.add(change(hours));
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long change(int hours) throws InterruptedException {
    long begin = System.nanoTime();
    api.client()
        .resources(CdcPipeline.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"kafka\": {\"topic\": {\"retention\": \"%dh\"}}}}".formatted(hours));
    Long retention;
    do {
      retention = seen.poll(LONGEST_MINUTES, TimeUnit.MINUTES);
    } while (retention != null && retention != hours * HOUR_MS);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Ends after the change that is under way; the times of all in milliseconds, sorted. */
  List<Long> end() throws InterruptedException {
    closed = true;
    thread.join();
    Collections.sort(millis);
    return millis;
  }

  @Override
  public void close() {
    watch.close();
  }
}
