package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdcpipeline.testkit.apiserver.ObjectStore.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Streams the changes of one resource, one JSON line each, until the client disconnects or the
 * timeout.
 */
record WatchEndpoint(ObjectStore store, BooleanSupplier stopping) {
  private static final Duration TICK = Duration.ofMillis(250);

  /**
   * fabric8's HTTP watch (7.8.0, WatchHTTPManager) puts a NUL after each chunk for each byte beyond
   * ASCII, and its informer stops for good. Real API servers are watched by WebSocket.
   */
  private static final ObjectWriter ASCII =
      new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  void stream(ResourceType type, RequestPath path, Request request, HttpExchange exchange)
      throws IOException, InterruptedException {
    if (request.flag("sendInitialEvents")) {
      throw ApiError.plain(422, "Invalid", "sendInitialEvents is not supported: list, then watch");
    }
    String since = request.parameter("resourceVersion");
    List<ObjectNode> initial = new ArrayList<>();
    Optional<Watch> watch;
    synchronized (store) {
      boolean fresh = since.isEmpty() || since.equals("0");
      if (fresh) {
        initial.addAll(store.list(type.storageKey(), path.namespace()));
      }
      watch = store.watch(type.storageKey(), fresh ? store.revision() : Long.parseLong(since));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      Sink sink = new Sink(type, path, request, out);
      if (watch.isEmpty()) {
        sink.send("ERROR", ApiError.plain(410, "Expired", "too old resource version").toStatus());
        return;
      }
      for (ObjectNode object : initial) {
        sink.change(new Change(0, "ADDED", object, null));
      }
      out.flush();
      follow(watch.get(), sink, deadline(request));
    } finally {
      watch.ifPresent(w -> store.unwatch(type.storageKey(), w));
    }
  }

  private static Instant deadline(Request request) {
    String seconds = request.parameter("timeoutSeconds");
    return Instant.now().plusSeconds(seconds.isEmpty() ? 1_800 : Long.parseLong(seconds));
  }

  private void follow(Watch watch, Sink sink, Instant deadline)
      throws IOException, InterruptedException {
    while (!stopping.getAsBoolean() && !watch.ended() && Instant.now().isBefore(deadline)) {
      Optional<Change> change = watch.next(TICK);
      if (change.isPresent()) {
        sink.change(change.get());
      }
    }
  }

  /** Writes events to one watcher, filtered by its selector. */
  private record Sink(ResourceType type, RequestPath path, Request request, OutputStream out) {

    /**
     * To the watcher, an object that no longer matches is deleted, and one that starts to match is
     * new.
     */
    void change(Change change) throws IOException {
      boolean now = !change.type().equals("DELETED") && selects(change.object());
      boolean before = change.before() != null && selects(change.before());
      if (now) {
        send(before ? "MODIFIED" : "ADDED", ResourceEndpoint.shown(type, change.object()));
      } else if (before) {
        send("DELETED", ResourceEndpoint.shown(type, change.object()));
      }
    }

    private boolean selects(ObjectNode object) {
      Predicate<JsonNode> selector = ResourceEndpoint.selector(request);
      boolean here =
          path.namespace().isEmpty() || path.namespace().equals(new ApiObject(object).namespace());
      return here && selector.test(object);
    }

    void send(String event, ObjectNode object) throws IOException {
      ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", event);
      boolean table = request.wantsTable() && !event.equals("ERROR");
      line.set("object", table ? TableView.of(type, List.of(object), Instant.now()) : object);
      out.write((ASCII.writeValueAsString(line) + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }
}
