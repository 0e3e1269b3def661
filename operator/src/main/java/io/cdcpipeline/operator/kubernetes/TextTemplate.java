package io.cdcpipeline.operator.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A readable text with placeholders such as %{name}, a spelling that neither PromQL nor Grafana
 * uses itself.
 */
public record TextTemplate(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("%\\{(\\w+)}");

  /** The text of that name in the resource folder of the class's package. */
  public static TextTemplate load(Class<?> stage, String file) {
    try (var in = stage.getResourceAsStream(file)) {
      return new TextTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with every placeholder filled; one without a value is a bug. */
  public String fill(Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            placeholder -> {
              var value = values.get(placeholder.group(1));
              if (value == null) {
                throw new IllegalStateException("no value for " + placeholder.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
