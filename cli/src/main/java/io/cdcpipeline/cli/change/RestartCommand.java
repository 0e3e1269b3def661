package io.cdcpipeline.cli.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the changefeed, or the consumers, again. */
@Command(
    name = "restart",
    description =
        "Remove the changefeed and create it again from another start"
            + " (spec.changefeed.restartNonce), or restart the consumers one after the other.",
    footer = {
      "",
      "Exit codes: 0 asked for, 2 wrong start, 3 the cluster cannot be asked or refuses."
    })
public final class RestartCommand implements Callable<Integer> {
  /** kubectl's own, which the operator leaves alone. */
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** Either of the two. */
  static final class What {
    @Option(
        names = "--from",
        paramLabel = "START",
        description =
            "Create the changefeed again from now, an RFC 3339 time or a TSO. Changes between its"
                + " checkpoint and that are not sent.")
    String from;

    @Option(names = "--consumer", description = "Restart the consumers; nothing is lost.")
    boolean consumer;
  }

  @ArgGroup(multiplicity = "1")
  What what;

  @Mixin ChangeOptions options;
  private final Terminal terminal;

  public RestartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var start = what.from == null ? null : start(what.from);
    try (var cluster = Cluster.open(options.cluster, terminal)) {
      var live = cluster.require(options.name);
      var done = what.consumer ? consumers(cluster, live) : changefeed(cluster, live, start);
      terminal.out().println(live.getMetadata().getNamespace() + "/" + options.name + " " + done);
      return ExitCode.OK;
    }
  }

  private String changefeed(
      Cluster cluster, GenericKubernetesResource live, Map<String, Object> start) {
    var previous = live.<Number>get("spec", "changefeed", "restartNonce");
    long nonce = previous == null ? 1 : previous.longValue() + 1;
    var changefeed = new LinkedHashMap<String, Object>();
    changefeed.put("restartNonce", nonce);
    changefeed.put("startFrom", start);
    new SpecPatch(cluster, options.force)
        .merge(live, "changefeed.restartNonce", Map.of("changefeed", changefeed));
    var checkpoint = live.<String>get("status", "changefeed", "checkpoint");
    return "restarts its changefeed from %s; it had sent everything up to %s"
        .formatted(what.from, checkpoint == null ? "an unknown time" : checkpoint);
  }

  /** All three, because a merge leaves what it does not name. */
  private static Map<String, Object> start(String text) {
    var start = new HashMap<String, Object>();
    start.put("now", text.equals("now") ? true : null);
    start.put("tso", text.matches("\\d{10,19}") ? Long.valueOf(text) : null);
    start.put("timestamp", null);
    if (start.values().stream().allMatch(Objects::isNull)) {
      start.put("timestamp", timestamp("--from", text));
    }
    return start;
  }

  static String timestamp(String option, String text) {
    try {
      OffsetDateTime.parse(text);
      return text;
    } catch (DateTimeException e) {
      throw CliException.usage(
          "%s %s is not a time".formatted(option, text), "Expected e.g. 2026-01-31T08:00:00Z.");
    }
  }

  private String consumers(Cluster cluster, GenericKubernetesResource live) {
    var deployment = new ResourceNames(live.getMetadata().getNamespace(), options.name).consumer();
    var annotations = Map.of(RESTARTED_AT, terminal.clock().instant().toString());
    var patch =
        Map.of("spec", Map.of("template", Map.of("metadata", Map.of("annotations", annotations))));
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.STRATEGIC_MERGE)
            .withFieldManager(SpecPatch.FIELD_MANAGER)
            .build();
    cluster.ask(
        c ->
            c.apps()
                .deployments()
                .inNamespace(live.getMetadata().getNamespace())
                .withName(deployment)
                .patch(context, Json.JSON.<JsonNode>valueToTree(patch).toString()));
    return "restarts its consumers one after the other";
  }
}
