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
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedHttpTest {
  private static final int MAX_BYTES = 128 * 1024;

  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
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

  @Test
  void longResponsesShareABudgetWhileShortOnesPass() throws Exception {
    var block = new byte[1024 * 1024 - 1];
    answer(
        0,
        body -> {
          body.write(block);
          body.flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.createContext(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[2]);
          exchange.close();
        });
    try (var slow = new RemoteExecutors()) {
      var failures = new LinkedBlockingQueue<String>();
      for (int i = 0; i < 12; i++) {
        slow.slow()
            .execute(
                () -> {
                  try {
                    send("/", Duration.ofSeconds(20), BoundedHttp.LARGE_BYTES);
                  } catch (Exception e) {
                    failures.add(String.valueOf(e.getMessage()));
                  }
                });
      }

      assertThat(failures.poll(20, TimeUnit.SECONDS)).contains("too many long responses");
      assertThat(send("/short", Duration.ofSeconds(20), BoundedHttp.SMALL_BYTES).body()).hasSize(2);
      end.countDown();
    }
  }

  private HttpResponse<String> send(Duration within) throws Exception {
    return send("/", within, MAX_BYTES);
  }

  private HttpResponse<String> send(String path, Duration within, int maxBytes) throws Exception {
    var port = server.getAddress().getPort();
    var address = URI.create("http://127.0.0.1:" + port + path);
    return BoundedHttp.send(
        http, HttpRequest.newBuilder(address).timeout(within).build(), within, maxBytes);
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
