package io.cdcpipeline.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.cluster.ClientPreload;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.operator.DesiredChildren;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.OfflineValidation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Checks pipelines against the CRD of this version, its schema and CEL rules, and the operator. */
final class Linter {
  /** Without descriptions, and not YAML, which takes five times as long to read. */
  private static final String CRD = "crd.json";

  private static final String VERSION =
      Cluster.PIPELINES.getGroup() + "/" + Cluster.PIPELINES.getVersion();

  private static final String SMALLEST =
      """
      {"metadata": {"name": "shop"}, "spec": {"changefeed": {"tables": ["shop.*"]}}}
      """;

  /** Read once, on another core, from the first use of this class on. */
  private static final CompletableFuture<OfflineValidation> VALIDATION =
      CompletableFuture.supplyAsync(() -> new OfflineValidation(crd()));

  private final SpecDefaults defaults = new SpecDefaults();

  /** How to read a pipeline, worked out on another core while the rules of the CRD are compiled. */
  private final CompletableFuture<Void> preloaded = VALIDATION.thenRunAsync(this::describe);

  /** Reads the CRD, as the first use of this class does, and loads what evaluates its rules. */
  static void preload() {
    ClientPreload.begin("preload-rules", OfflineValidation::preload);
  }

  private void describe() {
    try {
      problems((ObjectNode) Json.JSON.readTree(SMALLEST));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode crd() {
    try (var json = Linter.class.getResourceAsStream(CRD)) {
      return Json.JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Finding> findings(Manifest manifest) {
    var findings = new ArrayList<Finding>();
    if (!manifest.object().path("apiVersion").asText().equals(VERSION)) {
      findings.add(new Finding(manifest.place("apiVersion"), "apiVersion", "expected " + VERSION));
    }
    if (manifest.name().isEmpty()) {
      findings.add(new Finding(manifest.place("metadata"), "metadata.name", "Required value"));
      return findings;
    }
    for (var cause : VALIDATION.join().violations(manifest.object())) {
      findings.add(
          new Finding(
              manifest.place(cause.field()), cause.field(), PlainText.refusal(cause.message())));
    }
    if (findings.isEmpty()) {
      findings.addAll(problems(manifest));
    }
    return findings;
  }

  private List<Finding> problems(Manifest manifest) {
    preloaded.join();
    return problems(manifest.object()).stream()
        .map(
            problem -> {
              var parts = problem.split(": ", 2);
              return new Finding(manifest.place(parts[0]), parts[0], parts[1]);
            })
        .toList();
  }

  /** What the operator would answer with InvalidSpec: its own rules, which the CRD cannot have. */
  private List<String> problems(ObjectNode pipeline) {
    return DesiredChildren.problems(defaults.complete(pipeline), false);
  }
}
