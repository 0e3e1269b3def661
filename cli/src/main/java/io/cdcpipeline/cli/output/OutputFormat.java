package io.cdcpipeline.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/** The values of {@code -o}. */
public enum OutputFormat {
  table,
  wide,
  json,
  yaml;

  /** Whether it is for programs. */
  public boolean isDocument() {
    return this == json || this == yaml;
  }

  /** The document as text that ends with a line. */
  public String write(Object document) {
    try {
      return this == json
          ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n"
          : YAMLMapper.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build()
              .writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
