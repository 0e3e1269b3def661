package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An error with the message of a real API server; sent as a {@code Status} object. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One violation: the field and what is wrong with it. */
  public record Cause(String field, String reason, String message) {
    @Override
    public String toString() {
      return (field.isEmpty() ? "<nil>" : field) + ": " + message; // Go prints a root path so
    }
  }

  private final int code;
  private final String reason;
  private final transient List<Cause> causes;

  ApiError(int code, String reason, String message, List<Cause> causes) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }

  static ApiError notFound(ResourceType type, String name) {
    return plain(404, "NotFound", "%s \"%s\" not found".formatted(type.groupResource(), name));
  }

  static ApiError noSuchPath() {
    return plain(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiError alreadyExists(ResourceType type, String name) {
    return plain(
        409, "AlreadyExists", "%s \"%s\" already exists".formatted(type.groupResource(), name));
  }

  static ApiError conflict(ResourceType type, String name, String why) {
    return plain(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(type.groupResource(), name, why));
  }

  static ApiError invalid(ResourceType type, String name, List<Cause> causes) {
    String all =
        causes.size() == 1 ? causes.get(0).toString() : causes.toString(); // like field.ErrorList
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return new ApiError(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(kind, name, all), causes);
  }

  static ApiError plain(int code, String reason, String message) {
    return new ApiError(code, reason, message, List.of());
  }

  int code() {
    return code;
  }

  ObjectNode toStatus() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    status.putObject("metadata");
    status.put("message", getMessage()).put("reason", reason).put("code", code);
    var list = status.putObject("details").putArray("causes");
    for (Cause cause : causes) {
      list.addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return status;
  }
}
