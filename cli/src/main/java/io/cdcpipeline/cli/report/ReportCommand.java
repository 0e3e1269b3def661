package io.cdcpipeline.cli.report;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterOptions;
import io.cdcpipeline.cli.cluster.Kinds;
import io.cdcpipeline.cli.cluster.PipelineArgument;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.status.StatusText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A support bundle. */
@Command(
    name = "report",
    description =
        "Write a zip file for whoever helps: the pipeline, its objects, events, logs and metrics."
            + " Secrets are masked, and the values of rows.",
    footer = {
      "",
      "Exit codes: 0 written, 2 the file cannot be written, 3 the cluster cannot be asked."
    })
public final class ReportCommand implements Callable<Integer> {
  @Mixin PipelineArgument argument;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The zip file; default: NAME-report-TIME.zip in this folder.")
  Path file;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Last lines of each log; default: ${DEFAULT-VALUE}.")
  int lines;

  @Option(names = "--rows", description = "Keep the values of rows in the consumers' logs.")
  boolean rows;

  @Mixin ClusterOptions cluster;

  private final Terminal terminal;
  private final String version;

  public ReportCommand(Terminal terminal, String version) {
    this.terminal = terminal;
    this.version = version;
  }

  @Override
  public Integer call() {
    try (var api = Cluster.open(cluster, terminal)) {
      var live = argument.of(api);
      var target = file == null ? defaultFile(live.getMetadata().getName()) : file;
      var mask = new SecretMask();
      new KnownSecrets(api).of(live).forEach(mask::add);
      try (var bundle = new Bundle(target, mask)) {
        fill(bundle, api, live);
        terminal.out().println("wrote %s: %d files".formatted(target, bundle.files()));
        bundle.leftOut().forEach(line -> terminal.err().println("left out: " + line));
      }
      return ExitCode.OK;
    } catch (FileAlreadyExistsException e) {
      throw CliException.usage(e.getFile() + " exists", "Name another with --file.");
    } catch (IOException e) {
      throw CliException.usage("cannot write " + e.getMessage(), "Name another with --file.");
    }
  }

  private void fill(Bundle bundle, Cluster api, GenericKubernetesResource live) {
    var namespace = live.getMetadata().getNamespace();
    var pipeline = live.getMetadata().getName();
    bundle.add("pipeline.yaml", ObjectText.of(live));
    bundle.add("status.txt", StatusText.of(api, live, terminal.clock().instant()));
    var all = new BundleContents(api, namespace, pipeline, lines, rows, bundle);
    all.objects(new Kinds(api));
    all.events();
    all.logs();
    all.operatorLogs();
    all.metrics();
    bundle.add(
        "about.txt",
        "kubectl cdc %s, %s\npipeline %s/%s\nleft out:\n%s\n"
            .formatted(
                version,
                terminal.clock().instant(),
                namespace,
                pipeline,
                String.join("\n", bundle.leftOut())));
  }

  private Path defaultFile(String pipeline) {
    var time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(terminal.clock().instant());
    return Path.of("%s-report-%s.zip".formatted(pipeline, time));
  }
}
