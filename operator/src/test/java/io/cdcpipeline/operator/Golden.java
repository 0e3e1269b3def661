package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Files that a test compares with, and rewrites when run with {@code -Dgolden.update=true}. */
public final class Golden {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Golden() {}

  /** The repository's root folder. */
  public static Path root() {
    return Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  }

  public static Path resource(String path) {
    return root().resolve("operator/src/test/resources").resolve(path);
  }

  /** An object as YAML that stays the same, whatever order its maps have. */
  static String yaml(Object object) {
    try {
      var sorted = Json.JSON.convertValue(object, new TypeReference<TreeMap<String, Object>>() {});
      return YAML.writeValueAsString(sorted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares a child with its file in a folder of golden files, or writes it. */
  public static void assertChild(String folder, GenericKubernetesResource child, Class<?> test) {
    var name = "out-%s-%s.yaml".formatted(child.getKind(), child.getMetadata().getName());
    assertSame(
        resource("golden/" + folder).resolve(name),
        yaml(child),
        "mvn test -pl operator -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s -Dgolden.update=true"
            .formatted(test.getSimpleName()));
  }

  public static boolean updating() {
    return Boolean.getBoolean("golden.update");
  }

  /** Fails when the file is not exactly this text; {@code command} says how to rewrite it. */
  public static void assertSame(Path file, String actual, String command) {
    try {
      if (updating()) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("missing: run %s", command).exists();
      assertThat(actual).as("%s is stale: run %s", file, command).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
