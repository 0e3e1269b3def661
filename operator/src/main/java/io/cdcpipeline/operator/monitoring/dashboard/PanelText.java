package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cdcpipeline.operator.kubernetes.TextTemplate;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader sees of a panel besides its numbers, from a YAML file.
 *
 * @param noValue Grafana's text for a query without data: the likely cause and the remedy
 */
public record PanelText(String title, String description, Optional<String> noValue) {
  private record Entry(String title, String description, String noValue) {}

  /** The texts of a file beside the class, by their keys. */
  public static Map<String, PanelText> load(Class<?> owner, String file) {
    try {
      var entries =
          Json.YAML.readValue(
              TextTemplate.load(owner, file).text(), new TypeReference<Map<String, Entry>>() {});
      var texts = new HashMap<String, PanelText>();
      entries.forEach(
          (key, entry) ->
              texts.put(
                  key,
                  new PanelText(
                      entry.title(), entry.description(), Optional.ofNullable(entry.noValue()))));
      return Map.copyOf(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
