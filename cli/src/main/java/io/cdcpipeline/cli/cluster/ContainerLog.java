package io.cdcpipeline.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The log of one container of a pod. */
public record ContainerLog(Cluster cluster, Pod pod, String container) {
  public ContainerResource resource() {
    return cluster
        .client()
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .inContainer(container);
  }

  /**
   * A watch that is refused just ends. Asked for before it, a missing right is an error and not
   * silence.
   *
   * @throws io.cdcpipeline.cli.output.CliException if it may not be read
   */
  public void requireReadable() {
    cluster.ask(c -> resource().tailingLines(0).getLog());
  }

  /**
   * Every line, until the watch ends; then it is closed.
   *
   * @throws IOException when the pod or the connection has ended
   */
  public static void read(LogWatch watch, Consumer<String> line) throws IOException {
    try (watch;
        var reader =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        line.accept(text);
      }
    }
  }
}
