package io.cdcpipeline.operator.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A readable text with places such as %{name} that each pipeline fills: a spelling that neither
 * PromQL nor Grafana uses for itself.
 */
public record TextTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("%\\{(\\w+)}");

  /** The text of that name in the resource folder of the class's package. */
  public static TextTemplate load(Class<?> stage, String file) {
    try (var in = stage.getResourceAsStream(file)) {
      return new TextTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with every place filled; a place without a value is an error of ours. */
  public String fill(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              var value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException("no value for " + place.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
