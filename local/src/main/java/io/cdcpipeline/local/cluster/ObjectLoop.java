package io.cdcpipeline.local.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A minimal controller: passes every object of one kind to a {@link Work}, one at a time, after
 * each change, and again shortly after while it is not settled or has failed.
 */
public final class ObjectLoop<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectLoop.class);
  private static final long RETRY_MILLIS = 400;

  /** What to do for one object. */
  public interface Work<T> {
    /** Makes the actual state match the object; false requests another call shortly after. */
    boolean reconcile(T object);

    /** The object was deleted. */
    void remove(T object);
  }

  private final String name;
  private final Work<T> work;
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Set<String> queued = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<String, T> deleted = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> lastErrors = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final SharedIndexInformer<T> informer;
  private final Thread worker;

  private ObjectLoop(String name, Informable<T> kind, Work<T> work, Duration resync) {
    this.name = name;
    this.work = work;
    this.worker = new Thread(this::run, name);
    this.informer = kind.inform(new Queueing(), resync.toMillis());
  }

  public static <T extends HasMetadata> ObjectLoop<T> start(
      String name, Informable<T> kind, Work<T> work) {
    return start(name, kind, work, Duration.ZERO);
  }

  /**
   * Also passes every object at a fixed interval.
   *
   * @param resync the interval; zero for never
   */
  public static <T extends HasMetadata> ObjectLoop<T> start(
      String name, Informable<T> kind, Work<T> work, Duration resync) {
    ObjectLoop<T> loop = new ObjectLoop<>(name, kind, work, resync);
    loop.worker.setDaemon(true);
    loop.worker.start();
    return loop;
  }

  private void enqueue(String key) {
    if (queued.add(key)) {
      queue.add(key);
    }
  }

  private void run() {
    Set<String> unsettled = new LinkedHashSet<>();
    while (!closed.get()) {
      try {
        String key = queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        if (key == null) {
          unsettled.forEach(this::enqueue);
          unsettled.clear();
          continue;
        }
        queued.remove(key);
        if (!settled(key)) {
          unsettled.add(key);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean settled(String key) {
    try {
      T gone = deleted.remove(key);
      if (gone != null) {
        work.remove(gone);
      }
      T object = informer.getStore().getByKey(key);
      return object == null || work.reconcile(object);
    } catch (RuntimeException e) {
      String error = String.valueOf(e.getMessage());
      // The same error is retried twice a second and logged once.
      if (!closed.get() && !error.equals(lastErrors.put(key, error))) {
        LOG.warn("{} {}: {}", name, key, error);
      }
      return false;
    }
  }

  @Override
  public void close() {
    closed.set(true);
    informer.stop();
    worker.interrupt();
  }

  private final class Queueing implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      enqueue(key(object));
    }

    @Override
    public void onUpdate(T before, T object) {
      enqueue(key(object));
    }

    @Override
    public void onDelete(T object, boolean unknownFinalState) {
      deleted.put(key(object), object);
      enqueue(key(object));
    }

    private String key(T object) {
      return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
  }
}
