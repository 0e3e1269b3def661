package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedHttpTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void aCompleteResponseIsReturned() throws Exception {
    answer(100, body -> body.write(new byte[100]));

    assertThat(send(Duration.ofSeconds(30)).body()).hasSize(100);
  }

  @Test
  void aStalledBodyTimesOut() {
    answer(
        1000,
        body -> {
          body.write('{');
          body.flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> send(Duration.ofSeconds(1))).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void anEndlessBodyIsNotReadToItsEnd() {
    var block = new byte[1024 * 1024];
    answer(
        0,
        body -> {
          while (end.getCount() > 0) {
            body.write(block);
          }
        });

    assertThatThrownBy(() -> send(Duration.ofSeconds(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than");
  }

  private HttpResponse<String> send(Duration within) throws Exception {
    var port = server.getAddress().getPort();
    var address = URI.create("http://127.0.0.1:" + port + "/");
    return BoundedHttp.send(http, HttpRequest.newBuilder(address).timeout(within).build(), within);
  }

  private interface Body {
    void write(OutputStream stream) throws IOException;
  }

  private void answer(long length, Body body) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, length);
          try (var stream = exchange.getResponseBody()) {
            body.write(stream);
          }
        });
  }
}
