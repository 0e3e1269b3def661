package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an object that is not in the CRD may look like: a YAML file with the same fields, where a
 * text is a regular expression, a number means a number, and a key with {@code !} is required.
 * {@code *} stands for any key, and {@code $name} for the shape of that name.
 */
final class ObjectShape {
  /** Kubernetes 1.35 staging/src/k8s.io/api/core/v1/types.go, Affinity. */
  static final ObjectShape AFFINITY = load("affinity.yaml");

  private final JsonNode shapes;

  private ObjectShape(JsonNode shapes) {
    this.shapes = shapes;
  }

  private static ObjectShape load(String file) {
    try (var yaml = ObjectShape.class.getResourceAsStream(file)) {
      return new ObjectShape(Json.YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what is wrong, each with its path. */
  void problems(String path, JsonNode value, List<String> problems) {
    if (!value.isMissingNode()) {
      check(path, value, shapes.get("root"), problems);
    }
  }

  private void check(String path, JsonNode value, JsonNode shape, List<String> problems) {
    if (shape.isTextual() && shape.asText().startsWith("$")) {
      check(path, value, shapes.get(shape.asText().substring(1)), problems);
    } else if (shape.isObject()) {
      object(path, value, shape, problems);
    } else if (shape.isArray()) {
      list(path, value, shape.get(0), problems);
    } else if (shape.isNumber()) {
      expect(value.isIntegralNumber(), path, "a number", problems);
    } else {
      boolean matches =
          value.isTextual() && Pattern.compile(shape.asText()).matcher(value.asText()).matches();
      expect(matches, path, described(shape.asText()), problems);
    }
  }

  private void object(String path, JsonNode value, JsonNode shape, List<String> problems) {
    if (!value.isObject()) {
      expect(false, path, "an object", problems);
      return;
    }
    for (var field : value.properties()) {
      var at = path + "." + field.getKey();
      var of = field(shape, field.getKey());
      if (of == null) {
        problems.add(at + ": there is no such field; known are " + names(shape));
      } else {
        check(at, field.getValue(), of, problems);
      }
    }
    names(shape, "!")
        .filter(name -> !value.has(name))
        .forEach(name -> problems.add(path + "." + name + ": missing"));
  }

  private void list(String path, JsonNode value, JsonNode item, List<String> problems) {
    expect(value.isArray() && !value.isEmpty(), path, "a list with at least one item", problems);
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      check(path + "[" + i + "]", value.get(i), item, problems);
    }
  }

  private static String described(String pattern) {
    return pattern.matches("[A-Za-z|]+")
        ? "one of " + pattern.replace("|", ", ")
        : "a text like " + pattern;
  }

  private static JsonNode field(JsonNode shape, String name) {
    return shape.has(name)
        ? shape.get(name)
        : shape.has(name + "!") ? shape.get(name + "!") : shape.get("*");
  }

  private static String names(JsonNode shape) {
    return names(shape, "").collect(Collectors.joining(", "));
  }

  /** The fields whose key ends so, without that ending. */
  private static Stream<String> names(JsonNode shape, String ending) {
    Iterable<String> keys = shape::fieldNames;
    return StreamSupport.stream(keys.spliterator(), false)
        .filter(key -> key.endsWith(ending))
        .map(key -> key.replace("!", ""));
  }

  private static void expect(boolean right, String path, String what, List<String> problems) {
    if (!right) {
      problems.add(path + ": must be " + what);
    }
  }
}
