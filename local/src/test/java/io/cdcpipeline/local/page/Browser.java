package io.cdcpipeline.local.page;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.testkit.requirement.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A headless Chromium; each page is a tab of its own. */
final class Browser implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;

  private Browser(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static Browser start(Path profile) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Requirement.CHROMIUM.path().toString());
    command.addAll(List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en-US"));
    command.addAll(List.of("--disable-dev-shm-usage", "--no-first-run", "--disable-extensions"));
    command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile));
    command.add("about:blank");
    Path port = profile.resolve("DevToolsActivePort");
    Files.deleteIfExists(port);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(port) && Files.size(port) > 0);
    return new Browser(process, "127.0.0.1:" + Files.readAllLines(port).get(0));
  }

  Tab open(String url, int width, int height) {
    Tab tab = Tab.connect(URI.create(newTab().path("webSocketDebuggerUrl").asText()));
    ObjectNode size = JSON.createObjectNode().put("width", width).put("height", height);
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        size.put("deviceScaleFactor", 1).put("mobile", width < 600));
    tab.call(
        "Emulation.setTimezoneOverride", JSON.createObjectNode().put("timezoneId", "Asia/Tokyo"));
    tab.call("Runtime.enable", JSON.createObjectNode());
    tab.call("Page.navigate", JSON.createObjectNode().put("url", url));
    return tab;
  }

  private JsonNode newTab() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
