package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab of {@link Browser}, by the Chrome DevTools Protocol. */
final class Tab implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final StringBuilder message = new StringBuilder();
  private WebSocket socket;

  static Tab connect(URI uri) {
    Tab tab = new Tab();
    tab.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, tab).join();
    return tab;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      received(read(message.toString()));
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  private void received(JsonNode json) {
    if (json.path("method").asText().equals("Runtime.exceptionThrown")) {
      errors.add(json.toString());
    } else if (json.has("id")) {
      calls.remove(json.path("id").asInt()).complete(json);
    }
  }

  JsonNode call(String method, ObjectNode parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    calls.put(id, answer);
    ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
    socket.sendText(call.set("params", parameters).toString(), true).join();
    JsonNode json = answer.orTimeout(30, TimeUnit.SECONDS).join();
    if (json.has("error")) {
      throw new IllegalStateException(method + ": " + json.path("error"));
    }
    return json.path("result");
  }

  /** The value of an expression of JavaScript. */
  JsonNode value(String expression) {
    ObjectNode parameters = JSON.createObjectNode().put("expression", expression);
    JsonNode result = call("Runtime.evaluate", parameters.put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.at("/result/value");
  }

  /** What a person reads in the first element that a selector finds, empty if there is none. */
  String text(String selector) {
    return value("(document.querySelector(\"%s\") || {}).innerText || ''".formatted(selector))
        .asText();
  }

  void colorScheme(String scheme) {
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", media);
  }

  /** A key by its name and, if it writes something, its text. */
  void press(String key, String text) {
    ObjectNode down = JSON.createObjectNode().put("type", "keyDown").put("key", key);
    down.put("code", key.equals(" ") ? "Space" : key).put("windowsVirtualKeyCode", code(key));
    call("Input.dispatchKeyEvent", text.isEmpty() ? down : down.put("text", text));
    call("Input.dispatchKeyEvent", down.deepCopy().put("type", "keyUp"));
  }

  private static int code(String key) {
    return switch (key) {
      case "Tab" -> 9;
      case " " -> 32;
      default -> key.charAt(0);
    };
  }

  void type(String text) {
    call("Input.insertText", JSON.createObjectNode().put("text", text));
  }

  byte[] screenshot() {
    JsonNode png = call("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"));
    return Base64.getDecoder().decode(png.path("data").asText());
  }

  /** Uncaught exceptions of the page. */
  List<String> errors() {
    return errors;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    call("Page.close", JSON.createObjectNode());
    socket.abort();
  }
}
