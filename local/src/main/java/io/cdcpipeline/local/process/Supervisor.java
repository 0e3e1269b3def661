package io.cdcpipeline.local.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts servers again that crashed, as a cluster does with containers: after a second, and after
 * twice as long each time, up to ten seconds. A server that was stopped, here or with SIGTERM,
 * stays so.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  /** A server of its own process. */
  public interface Server {
    /** Whether its process ended although nobody stopped it. */
    boolean crashed();

    /** Starts it on the data that it had. */
    void start();
  }

  private final Map<String, Thread> watchers = new ConcurrentHashMap<>();

  /** Watches a server until this supervisor is closed, or another one gets its name. */
  public void watch(String name, Server server) {
    Thread watcher = new Thread(() -> run(name, server), "supervisor " + name);
    watcher.setDaemon(true);
    Thread before = watchers.put(name, watcher);
    if (before != null) {
      before.interrupt();
    }
    watcher.start();
  }

  private static void run(String name, Server server) {
    Duration delay = FIRST_DELAY;
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL.toMillis());
        if (server.crashed()) {
          LOG.warn("{} ended; it starts again in {} s", name, delay.toSeconds());
          TimeUnit.MILLISECONDS.sleep(delay.toMillis());
          restart(name, server);
          delay = delay.multipliedBy(2);
          delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void restart(String name, Server server) {
    try {
      server.start();
    } catch (ServerException e) {
      LOG.warn("{} cannot be started: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    watchers.values().forEach(Thread::interrupt);
  }
}
