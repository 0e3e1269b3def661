package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.Durations;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes changes of the topic again. */
@Command(
    name = "replay",
    description =
        "Write changes of the topic again, with the same ids, for documents that are missing"
            + " (spec.replay). Counters and offsets stay as they are.",
    footer = {
      "",
      "Exit codes: 0 asked for, or done with --wait; 1 it failed; 2 wrong arguments; 3 the cluster"
          + " cannot be asked or refuses; 4 not done within --timeout (it goes on)."
    })
public final class ReplayCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "START",
      description = "The first commit time (RFC 3339), or earliest: all that Kafka has.")
  String from;

  @Option(names = "--to", paramLabel = "TIME", description = "The last commit time; default: now.")
  String to;

  @Option(
      names = "--table",
      paramLabel = "DB.TABLE",
      description = "Only these tables, * for any part; can be repeated.")
  List<String> tables;

  @Option(names = "--wait", description = "Show the progress until the documents are found.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Durations.class,
      description = "How long --wait waits; default: ${DEFAULT-VALUE}.")
  Duration timeout;

  @Mixin ChangeOptions options;
  private final Terminal terminal;

  public ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = Cluster.open(options.cluster, terminal)) {
      var live = cluster.require(options.name);
      long nonce = nonce(live);
      new SpecPatch(cluster, options.force).merge(live, "replay", Map.of("replay", replay(nonce)));
      terminal
          .out()
          .println(
              "%s/%s replays from %s (replay %d)"
                  .formatted(live.getMetadata().getNamespace(), options.name, from, nonce));
      terminal.out().flush();
      return wait
          ? new ReplayWait(cluster, terminal).until(options.name, nonce, timeout)
          : ExitCode.OK;
    }
  }

  private Map<String, Object> replay(long nonce) {
    boolean earliest = from.equals("earliest");
    var start = new LinkedHashMap<String, Object>();
    start.put("earliest", earliest ? true : null);
    start.put("timestamp", earliest ? null : RestartCommand.timestamp("--from", from));
    var replay = new LinkedHashMap<String, Object>();
    replay.put("nonce", nonce);
    replay.put("from", start);
    replay.put("to", to == null ? null : RestartCommand.timestamp("--to", to));
    replay.put("tables", tables);
    return replay;
  }

  /** Another than that of any replay before. */
  private static long nonce(GenericKubernetesResource live) {
    var spec = live.<Number>get("spec", "replay", "nonce");
    var status = live.<Number>get("status", "replay", "nonce");
    return Math.max(spec == null ? 0 : spec.longValue(), status == null ? 0 : status.longValue())
        + 1;
  }
}
