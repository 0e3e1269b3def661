package io.cdcpipeline.consumer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of a consumer's HTTP endpoints, whose port it takes from the log. */
final class ManagementClient {
  private static final Pattern PORT = Pattern.compile("port=(\\d+)");
  private final HttpClient client = HttpClient.newHttpClient();
  private final String port;

  ManagementClient(String port) {
    this.port = port;
  }

  static ManagementClient of(ConsumerProcess consumer) {
    await().atMost(Duration.ofMinutes(1)).until(() -> lastPort(consumer) != null);
    return new ManagementClient(lastPort(consumer));
  }

  private static String lastPort(ConsumerProcess consumer) {
    Matcher matcher = PORT.matcher(consumer.errors());
    String port = null;
    while (matcher.find()) {
      port = matcher.group(1);
    }
    return port;
  }

  HttpResponse<String> get(String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status code of a request without a body. */
  int post(String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The sum over all series of a metric. */
  long sum(String metric) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
