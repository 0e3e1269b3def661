package io.cdcpipeline.management;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
  private static final String BODY = "x".repeat(4_000_000);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final CountDownLatch scrape = new CountDownLatch(1);
  private volatile boolean slow;
  private volatile boolean broken;
  private final ManagementServer server = server(0);
  private final List<Socket> clients = new ArrayList<>();

  private ManagementServer server(int port) {
    try {
      return new ManagementServer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          new Probe(() -> true, "not live"),
          new Probe(() -> false, "not ready"),
          this::metrics,
          path -> path.startsWith("/do/"),
          failure::set);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Metrics.Exposition metrics(String accept) {
    if (broken) {
      throw new IllegalStateException("no metrics");
    }
    try {
      if (slow) {
        scrape.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Metrics.Exposition("text/metrics; for=" + accept, BODY);
  }

  @AfterEach
  void stop() throws IOException {
    scrape.countDown();
    for (var client : clients) {
      client.close();
    }
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /livez, 200",
    "GET, /livez?verbose=1, 200",
    "HEAD, /livez, 200",
    "GET, /metrics, 200",
    "HEAD, /metrics, 200",
    "POST, /metrics, 405",
    "POST, /do/this?x=y, 200",
    "GET, /do/this, 404",
    "POST, /undo, 404",
    "DELETE, /livez, 405",
    "GET, /metrics/x, 404",
    "GET, /livezz, 404",
    "GET, /, 404",
    "GET, /readyz, 503"
  })
  void answers(String method, String path, int status) throws Exception {
    var answer = send(method, path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
  }

  @Test
  void passesOnWhatTheScraperAccepts() throws Exception {
    var answer = send("GET", "/metrics");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/metrics; for=*/*");
    assertThat(answer.body()).hasSize(BODY.length());
  }

  /** As a person with a shell in any pod can send them; each took a thread before. */
  @ParameterizedTest
  @ValueSource(ints = {50, 1000})
  void halfSentRequestsDelayNobody(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      client("GET /li");
    }
    for (var path : List.of("/livez", "/metrics", "/livez")) {
      assertThat(send("GET", path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clientsThatDoNotReadDelayNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      client("GET /metrics HTTP/1.1\r\n\r\n");
    }
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void scrapesThatHangDoNotDelayTheLivenessProbe() throws Exception {
    slow = true;
    for (int i = 0; i < 30; i++) {
      client("GET /metrics HTTP/1.1\r\n\r\n");
    }
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/readyz").statusCode()).as("too many wait already").isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({"nonsense, 400", "GET /livez SMTP/1.0, 400", "GET /livez HTTP/1.0, 200"})
  void answersWhatIsNotARequest(String line, int status) throws Exception {
    assertThat(statusLine(client(line + "\r\n\r\n"))).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void refusesALargeRequest() throws Exception {
    assertThat(statusLine(client("GET /" + "x".repeat(9_000)))).startsWith("HTTP/1.1 431");
  }

  @Test
  void reportsAFailedScrape() throws Exception {
    broken = true;
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(500);
    assertThat(failure.get()).hasMessage("no metrics");
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void saysThatAPortIsTaken() {
    assertThatThrownBy(() -> server(server.port())).hasCauseInstanceOf(BindException.class);
  }

  private Socket client(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    clients.add(socket);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static String statusLine(Socket client) throws IOException {
    client.setSoTimeout(5_000);
    return new String(client.getInputStream().readAllBytes(), US_ASCII);
  }

  /** Within a second, as every probe must be. */
  private HttpResponse<String> send(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Accept", "*/*")
            .timeout(Duration.ofSeconds(1))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
