package io.cdcpipeline.operator.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A user's calls to the API server, from the server's own audit log. */
public final class AuditLog {
  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final String DECISION = "authorization.k8s.io/decision";
  private final Path file;
  private final String user;
  private final List<Call> calls = new ArrayList<>();
  private long read;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** One call, and when the API server received it. */
  public record Call(
      Instant received,
      String verb,
      String group,
      String resource,
      String namespace,
      String name,
      int code,
      boolean forbidden) {
    boolean writes() {
      return WRITES.contains(verb);
    }
  }

  /** The number of calls so far, to select later ones. */
  public int mark() {
    return calls(0).size();
  }

  /** Writes after a mark; reviews of one's own permissions are not writes. */
  public List<Call> writesSince(int mark) {
    return calls(mark).stream()
        .filter(Call::writes)
        .filter(c -> !c.resource().startsWith("selfsubject"))
        .toList();
  }

  /** Calls after a mark that were forbidden, except by a namespace that is being deleted. */
  public List<Call> deniedSince(int mark) {
    return calls(mark).stream().filter(Call::forbidden).toList();
  }

  /** Everything after a mark. */
  public synchronized List<Call> calls(int mark) {
    try (var log = FileChannel.open(file)) {
      var added = ByteBuffer.allocate((int) (log.size() - read));
      log.read(added, read);
      var text = new String(added.array(), 0, added.position(), StandardCharsets.UTF_8);
      // The server may be in the middle of its last line.
      var lines = text.substring(0, text.lastIndexOf('\n') + 1);
      read += lines.getBytes(StandardCharsets.UTF_8).length;
      lines.lines().filter(line -> line.contains(user)).map(AuditLog::parse).forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(calls.subList(mark, calls.size()));
  }

  private void add(JsonNode event) {
    if (user.equals(event.at("/user/username").asText())
        && "ResponseComplete".equals(event.path("stage").asText())) {
      calls.add(call(event));
    }
  }

  private static Call call(JsonNode event) {
    var object = event.path("objectRef");
    return new Call(
        Instant.parse(event.path("requestReceivedTimestamp").asText()),
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText()
            + (object.has("subresource") ? "/" + object.path("subresource").asText() : ""),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.at("/responseStatus/code").asInt(),
        "forbid".equals(event.path("annotations").path(DECISION).asText()));
  }

  private static JsonNode parse(String line) {
    try {
      return Json.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }
}
