package io.cdcpipeline.operator.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The mapping of the daily indices, which accepts rows of any shape. */
final class IndexTemplate {
  static final String NAME = "cdc-events";

  /** The daily indices that the template covers, and no other. */
  static final String INDICES = "cdc-events-*";

  static final String JSON = read("index-template.json");

  /** Changes when the template does: each release of the operator installs its own. */
  static final String HASH = hash(JSON);

  private IndexTemplate() {}

  static String read(String file) {
    try (var in = IndexTemplate.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
