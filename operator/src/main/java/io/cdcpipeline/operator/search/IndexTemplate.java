package io.cdcpipeline.operator.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The mappings of the daily indices. */
enum IndexTemplate {
  /** The changes; accepts rows of any shape. */
  EVENTS("cdc-events", false, "grant it, else events would be lost"),
  /** The consumers' heartbeats, in indices of their own: whoever counts events sees none. */
  HEARTBEATS(
      "cdc-heartbeats",
      true,
      "grant it; until then events are still indexed, but the search hop is unknown and nothing is"
          + " audited");

  private final String text;
  private final boolean read;
  private final String advice;
  private final String json;
  private final String hash;

  IndexTemplate(String text, boolean read, String advice) {
    this.text = text;
    this.read = read;
    this.advice = advice;
    this.json = read(text + "-template.json");
    this.hash = hash(json);
  }

  /** The template's name, with which those of its indices begin. */
  @Override
  public String toString() {
    return text;
  }

  /** The daily indices that the template covers, and no other. */
  String indices() {
    return text + "-*";
  }

  /** What a user who runs Elasticsearch must grant us on these indices. */
  List<String> privileges() {
    var all =
        Stream.of("create_doc", "auto_configure", "view_index_metadata", "delete_index", "read");
    return all.filter(privilege -> read || !privilege.equals("read")).toList();
  }

  /** What to do about a missing privilege, and what it means until then. */
  String advice() {
    return advice;
  }

  String json() {
    return json;
  }

  /** Changes when the template does: each release of the operator installs its own. */
  String hash() {
    return hash;
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String read(String file) {
    try (var in = IndexTemplate.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
