package io.cdcpipeline.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.OfflineValidation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Checks pipelines against the CRD of this version: its schema, and its rules in CEL. */
final class Linter {
  private static final String CRD = "/crds/cdcpipelines.cdcpipeline.io-v1.yml";
  private static final String VERSION =
      Cluster.PIPELINES.getGroup() + "/" + Cluster.PIPELINES.getVersion();

  private final OfflineValidation validation = new OfflineValidation(crd());

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
    return findings;
  }
}
