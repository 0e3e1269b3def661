package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.JavaCommand;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The consumer's jar in place of a pod's image, with the pod's arguments, environment and files.
 */
record PodProcess(Cluster cluster, String name, PodSpec pod, PodFiles files) {
  private static final int HEAP_MEGABYTES = 192;
  private static final Pattern HEAP_OPTION = Pattern.compile("-Xmx(\\d+)m");

  /**
   * Starts it.
   *
   * @param more environment variables that override those of the pod
   */
  ChildProcess start(Map<String, String> more, Path errors, Path output) {
    var container = pod.getContainers().get(0);
    Map<String, String> environment =
        new TreeMap<>(new PodEnvironment(cluster, name, files).variables(container));
    environment.putAll(more);
    List<String> line =
        JavaCommand.withHeap(heapMegabytes(environment))
            .names(cluster.hostsFile())
            .jar(Installation.current().consumer(), container.getArgs().toArray(String[]::new));
    return cluster
        .children()
        .start(Command.of(name, line, errors).withStdout(output).withEnvironment(environment));
  }

  /** What the operator sizes; otherwise less would do, but the image compiles more economically. */
  private static int heapMegabytes(Map<String, String> environment) {
    var sized = HEAP_OPTION.matcher(environment.getOrDefault("JDK_JAVA_OPTIONS", ""));
    return sized.find() ? Integer.parseInt(sized.group(1)) : HEAP_MEGABYTES;
  }
}
