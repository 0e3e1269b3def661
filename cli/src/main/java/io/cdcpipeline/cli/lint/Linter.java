package io.cdcpipeline.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.operator.DesiredChildren;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.OfflineValidation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Checks pipelines against the CRD of this version, its schema and CEL rules, and the operator. */
final class Linter {
  private static final String CRD = "/crds/cdcpipelines.cdcpipeline.io-v1.yml";
  private static final String VERSION =
      Cluster.PIPELINES.getGroup() + "/" + Cluster.PIPELINES.getVersion();

  private final OfflineValidation validation = new OfflineValidation(crd());
  private final SpecDefaults defaults = new SpecDefaults();

  private static JsonNode crd() {
    try (var yaml = Linter.class.getResourceAsStream(CRD)) {
      return Json.YAML.readTree(yaml);
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
    for (var cause : validation.violations(manifest.object())) {
      findings.add(
          new Finding(
              manifest.place(cause.field()), cause.field(), PlainText.refusal(cause.message())));
    }
    if (findings.isEmpty()) {
      findings.addAll(problems(manifest));
    }
    return findings;
  }

  /** What the operator would answer with InvalidSpec: its own rules, which the CRD cannot have. */
  private List<Finding> problems(Manifest manifest) {
    var pipeline = Json.JSON.convertValue(manifest.object(), GenericKubernetesResource.class);
    var complete = defaults.complete(Cluster.typed(pipeline));
    return DesiredChildren.problems(complete, false).stream()
        .map(
            problem -> {
              var parts = problem.split(": ", 2);
              return new Finding(manifest.place(parts[0]), parts[0], parts[1]);
            })
        .toList();
  }
}
