package io.cdcpipeline.cli.tail;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ContainerLog;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Loggable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads the logs of several pods at once. */
public final class PodLogs {
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final Cluster cluster;
  private final Set<String> known = new HashSet<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  public PodLogs(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * What is there now.
   *
   * @param since how far back; null: from its beginning
   */
  public void read(Pod pod, Duration since, Consumer<String> line) {
    var log = since == null ? container(pod) : container(pod).sinceSeconds(seconds(since));
    cluster.ask(c -> log.getLog()).lines().forEach(line);
  }

  /**
   * Everything from there on, also of pods that come later, until all of them have ended.
   *
   * @param since how far back in pods that run already; null: only what comes
   */
  public void follow(Supplier<List<Pod>> pods, Duration since, Consumer<String> line)
      throws InterruptedException {
    start(pods.get(), since, line);
    while (running.get() > 0) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      if (failure.get() != null) {
        throw failure.get();
      }
      var later = pods.get().stream().filter(pod -> !known.contains(id(pod))).toList();
      later.forEach(pod -> follow(pod, container(pod), line));
    }
  }

  private void start(List<Pod> pods, Duration since, Consumer<String> line) {
    for (var pod : pods) {
      var container = container(pod);
      follow(
          pod,
          since == null ? container.tailingLines(0) : container.sinceSeconds(seconds(since)),
          line);
    }
  }

  private void follow(Pod pod, Loggable log, Consumer<String> line) {
    known.add(id(pod));
    log(pod).requireReadable();
    var watch = cluster.ask(c -> log.watchLog());
    running.incrementAndGet();
    var thread = new Thread(() -> copy(watch, line), "log of " + id(pod));
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(LogWatch watch, Consumer<String> line) {
    try {
      ContainerLog.read(watch, line);
    } catch (IOException e) {
      // The pod or the connection has ended: nothing more comes from there.
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      running.decrementAndGet();
    }
  }

  private ContainerLog log(Pod pod) {
    return new ContainerLog(cluster, pod, "consumer");
  }

  private ContainerResource container(Pod pod) {
    return log(pod).resource();
  }

  private static int seconds(Duration since) {
    return (int) Math.max(1, since.toSeconds());
  }

  private static String id(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
