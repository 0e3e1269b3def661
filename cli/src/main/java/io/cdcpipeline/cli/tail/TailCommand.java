package io.cdcpipeline.cli.tail;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.ConsumerPods;
import io.cdcpipeline.cli.cluster.PipelineArgument;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.Durations;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.cli.output.Terminal;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes as they come. */
@Command(
    name = "tail",
    description = "Show changes as they come, old value and new, from the consumers' logs.",
    footer = {"", "Exit codes: 0 the consumers have ended, 3 the cluster cannot be asked."})
public final class TailCommand implements Callable<Integer> {
  @Mixin PipelineArgument argument;

  @Option(
      names = "--table",
      paramLabel = "[DB.]TABLE",
      description = "Only these tables, * for any part; can be repeated.")
  List<String> tables;

  @Option(
      names = "--op",
      split = ",",
      paramLabel = "OP",
      description = "Only insert, update, delete or ddl; several with commas.")
  List<String> ops;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only this row; the parts of a key joined by commas.")
  String key;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "Begin with what is that old, e.g. 10m; default: what comes from now on, or with"
              + " --no-follow everything.")
  Duration since;

  @Option(names = "--no-follow", description = "End after what is there, sorted by time.")
  boolean noFollow;

  @Option(names = "--full", description = "Do not cut long values.")
  boolean full;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, or json: the lines as they are.")
  OutputFormat output;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;

  public TailCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var api = Cluster.open(cluster, terminal)) {
      var metadata = argument.of(api).getMetadata();
      var namespace = metadata.getNamespace();
      Supplier<List<Pod>> pods = () -> new ConsumerPods(api).of(namespace, metadata.getName());
      if (pods.get().isEmpty()) {
        throw CliException.unavailable(
            "no consumer of %s runs".formatted(metadata.getName()),
            "See: kubectl cdc status %s -n %s".formatted(metadata.getName(), namespace));
      }
      terminal.progress().waitFor("changes of " + metadata.getName());
      if (noFollow) {
        printAll(new PodLogs(api), pods.get());
      } else {
        new PodLogs(api).follow(pods, since, line -> change(line).ifPresent(this::print));
      }
      return ExitCode.OK;
    }
  }

  private void printAll(PodLogs logs, List<Pod> pods) {
    var changes = new ArrayList<ChangeLine>();
    pods.forEach(pod -> logs.read(pod, since, line -> change(line).ifPresent(changes::add)));
    changes.sort(Comparator.comparing(ChangeLine::time).thenComparing(ChangeLine::id));
    changes.forEach(this::print);
  }

  private Optional<ChangeLine> change(String line) {
    return ChangeLine.parse(line).filter(new ChangeFilter(tables, ops, key));
  }

  private synchronized void print(ChangeLine change) {
    terminal
        .out()
        .println(
            output.isDocument()
                ? change.text()
                : new ChangeText(terminal.style(), full ? 0 : 60).of(change));
    terminal.checkOpen();
  }
}
