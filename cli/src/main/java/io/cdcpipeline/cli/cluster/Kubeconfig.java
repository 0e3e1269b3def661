package io.cdcpipeline.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The client configuration that kubectl would use. */
record Kubeconfig(List<Path> files) {
  private static final String ADVICE = "Set KUBECONFIG, or pass --kubeconfig FILE.";

  /** {@code --kubeconfig}, else those of KUBECONFIG that exist, else the one at home. */
  static Kubeconfig find(ClusterOptions options, Map<String, String> environment) {
    if (options.kubeconfig != null) {
      return new Kubeconfig(List.of(readable(options.kubeconfig)));
    }
    var variable = environment.getOrDefault("KUBECONFIG", "");
    var candidates =
        variable.isEmpty()
            ? Stream.of(Path.of(environment.getOrDefault("HOME", "."), ".kube", "config"))
            : Stream.of(variable.split(File.pathSeparator, -1)).map(Path::of);
    var files = candidates.filter(Files::isRegularFile).toList();
    if (files.isEmpty() && !environment.containsKey("KUBERNETES_SERVICE_HOST")) {
      throw CliException.unavailable(
          "no kubeconfig: "
              + (variable.isEmpty()
                  ? "~/.kube/config does not exist"
                  : variable + " does not exist"),
          ADVICE);
    }
    return new Kubeconfig(files);
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file)) {
      throw CliException.unavailable("no kubeconfig: cannot read " + file, ADVICE);
    }
    return file;
  }

  /** For one attempt per request: whoever waits at a terminal wants to know at once. */
  Config config(ClusterOptions options) {
    requireContext(options.context);
    // The client merges several files, but only those that it finds itself.
    System.setProperty("kubeconfig", String.join(File.pathSeparator, paths()));
    var config = new ConfigBuilder(Config.autoConfigure(options.context));
    return config
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout(5_000)
        .withRequestTimeout(options.requestTimeout * 1000)
        // An expired login, 401, ends an HTTP/2 connection, of which the JDK's client before 24
        // says nothing but GOAWAY.
        .withHttp2Disable(true)
        .build();
  }

  private List<String> paths() {
    return files.stream().map(Path::toString).toList();
  }

  /** The client would silently take another context in its place. */
  private void requireContext(String context) {
    var names = new ArrayList<String>();
    var current = "";
    for (var file : files) {
      var document = read(file);
      document.path("contexts").forEach(entry -> names.add(entry.path("name").asText()));
      current = current.isEmpty() ? document.path("current-context").asText("") : current;
    }
    var wanted = context == null ? current : context;
    if (!files.isEmpty() && !names.contains(wanted)) {
      throw CliException.unavailable(
          wanted.isEmpty()
              ? "the kubeconfig has no current context"
              : "the kubeconfig has no context \"%s\"".formatted(wanted),
          names.isEmpty() ? ADVICE : "Contexts: " + String.join(", ", names) + ".");
    }
  }

  private static JsonNode read(Path file) {
    try {
      return Json.YAML.readTree(file.toFile());
    } catch (IOException e) {
      var reason =
          e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
      throw CliException.unavailable("the kubeconfig " + file + " is not YAML: " + reason, ADVICE);
    }
  }
}
