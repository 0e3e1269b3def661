package io.cdcpipeline.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Real Canal-JSON messages collected from public sources. */
public final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line of the collection: a note on the message, and its text as it was sent. */
  public record Sample(int line, String note, String text, JsonNode message) {
    public boolean mustBeRejected() {
      return note.contains("must be rejected") || !message.isObject();
    }

    @Override
    public String toString() {
      return "line " + line + " " + note.substring(0, Math.min(60, note.length()));
    }
  }

  private Fixtures() {}

  public static List<Sample> all() {
    return read(file());
  }

  /** Whether the collection is on this machine; in CI it must be. */
  static boolean present() {
    boolean present = Files.exists(file());
    if (!present && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("nothing may be skipped in CI: no " + file());
    }
    return present;
  }

  private static Path file() {
    return Path.of(Optional.ofNullable(System.getenv("SHARED_DIR")).orElse(beside()))
        .resolve("fixtures/canal-json/samples-from-sources.ndjson");
  }

  private static String beside() {
    return Path.of(System.getProperty("repository.root", "..")).resolve("../shared").toString();
  }

  private static List<Sample> read(Path file) {
    try {
      List<Sample> samples = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        JsonNode node = JSON.readTree(line);
        JsonNode message = node.get("message");
        String text = message.isTextual() ? message.asText() : message.toString();
        samples.add(new Sample(samples.size() + 1, node.get("note").asText(), text, message));
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
