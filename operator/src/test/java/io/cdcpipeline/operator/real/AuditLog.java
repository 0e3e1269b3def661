package io.cdcpipeline.operator.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A user's calls to the API server, from the server's own audit log. */
public final class AuditLog {
  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final String DECISION = "authorization.k8s.io/decision";
  private final Path file;
  private final String user;

  public AuditLog(Path file, String user) {
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
  public List<Call> calls(int mark) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(user))
          .map(AuditLog::parse)
          .filter(event -> user.equals(event.at("/user/username").asText()))
          .filter(event -> "ResponseComplete".equals(event.path("stage").asText()))
          .skip(mark)
          .map(AuditLog::call)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      // The server may be in the middle of its last line.
      return Json.JSON.createObjectNode();
    }
  }
}
