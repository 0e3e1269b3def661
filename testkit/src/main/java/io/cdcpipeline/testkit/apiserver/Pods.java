package io.cdcpipeline.testkit.apiserver;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes behind pods: where their logs are, and how they are reached. */
public final class Pods {
  /**
   * One process.
   *
   * @param log the file with its standard output
   * @param http where its port answers, whichever port is asked for
   */
  public record Pod(Path log, URI http) {}

  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** From now on the subresources log and proxy of that pod are served. */
  public void add(String namespace, String name, Pod pod) {
    ended.remove(namespace + "/" + name);
    pods.put(namespace + "/" + name, pod);
  }

  public void remove(String namespace, String name) {
    pods.remove(namespace + "/" + name);
  }

  /** From now on nothing more comes from that pod; its log can still be read. */
  public void end(String namespace, String name) {
    ended.add(namespace + "/" + name);
  }

  boolean hasEnded(String namespace, String name) {
    return ended.contains(namespace + "/" + name);
  }

  Optional<Pod> find(String namespace, String name) {
    return Optional.ofNullable(pods.get(namespace + "/" + name));
  }
}
