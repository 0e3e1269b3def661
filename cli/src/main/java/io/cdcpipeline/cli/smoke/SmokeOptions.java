package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.output.Durations;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What the test is told, with the names of the chart's values. */
public final class SmokeOptions {
  @Option(
      names = "--operator-namespace",
      paramLabel = "NAME",
      defaultValue = "cdc-system",
      description = "Where the operator runs, and the test beside it; default: ${DEFAULT-VALUE}.")
  String operatorNamespace;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "Of the test's table; default: spec.database.schema.database.")
  String database;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description =
          "As a pod reaches it; default: prometheus-operator's Service where the operator expects"
              + " Prometheus.")
  String prometheus;

  @Option(
      names = "--skip",
      split = ",",
      paramLabel = "HOP",
      description = "Leave out ticdc, prometheus, index or panels; several with commas.")
  List<String> skip;

  @Option(
      names = "--hop-timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = Durations.class,
      description = "How long each hop may take; default: ${DEFAULT-VALUE}.")
  Duration hopTimeout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Durations.class,
      description = "How long it may take in all; default: ${DEFAULT-VALUE}.")
  Duration timeout;
}
