package io.cdcpipeline.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what {@code -f} names: files, folders with YAML or JSON, and stdin. */
public final class ManifestFiles {
  private ManifestFiles() {}

  /**
   * The objects of all files, in their order.
   *
   * @param stdin what "-" stands for
   * @throws CliException if a file cannot be read or is not YAML
   */
  public static List<Manifest> read(List<String> files, InputStream stdin) {
    var manifests = new ArrayList<Manifest>();
    for (var file : files) {
      if (file.equals("-")) {
        manifests.addAll(parse("-", text(stdin)));
      } else {
        expand(Path.of(file)).forEach(f -> manifests.addAll(parse(f.toString(), text(f))));
      }
    }
    return manifests;
  }

  /** The pipelines among them; the other objects of a file are not our business. */
  public static List<Manifest> pipelines(List<String> files, InputStream stdin) {
    var pipelines = read(files, stdin).stream().filter(Manifest::isPipeline).toList();
    if (pipelines.isEmpty()) {
      throw CliException.usage(
          "no CdcPipeline in " + String.join(", ", files),
          "Expected a document with apiVersion: cdcpipeline.io/v1alpha1 and kind: CdcPipeline.");
    }
    return pipelines;
  }

  private static List<Path> expand(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var files = Files.list(path)) {
      return files.filter(f -> f.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  private static List<Manifest> parse(String file, String text) {
    var manifests = new ArrayList<Manifest>();
    try {
      var objects = new Yaml(new PlainYaml()).loadAll(text).iterator();
      for (Node node : new Yaml(new PlainYaml()).composeAll(new StringReader(text))) {
        if (Json.JSON.<JsonNode>valueToTree(objects.next()) instanceof ObjectNode object) {
          manifests.add(new Manifest(file, object, new FieldLines(node)));
        }
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw CliException.usage(
          "%s:%d: not YAML: %s".formatted(file, mark.getLine() + 1, e.getProblem()), "");
    }
    return manifests;
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable("stdin", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static CliException unreadable(String file, IOException e) {
    return CliException.usage(
        "cannot read " + file + ": " + e.getClass().getSimpleName(), "Name a file, a folder or -.");
  }
}
