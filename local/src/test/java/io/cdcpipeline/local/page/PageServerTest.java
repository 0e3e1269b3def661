package io.cdcpipeline.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageServerTest {
  private final ScriptedSource source = new ScriptedSource();
  private PageServer server;

  @BeforeEach
  void serve() throws IOException {
    source.event("{'@timestamp': '2026-11-29T06:24:30Z', 'op': 'INSERT', 'data': {'name': 'Ada'}}");
    server = PageServer.start(source);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> get(String path, String host)
      throws IOException, InterruptedException {
    URI uri = URI.create(server.url()).resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (host != null) {
      request.setHeader("Host", host);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200, text/html",
    "/app.js, 200, text/javascript",
    "/page.css, 200, text/css",
    "/data.json?text=%25ZZ, 200, application/json",
    "/nothing, 404, text/plain",
    "/%2e%2e/logback-server.xml, 404, text/plain",
  })
  void servesItsFilesAndNoOthers(String path, int status, String type) throws Exception {
    HttpResponse<String> answer = get(path, null);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains(type + "; charset=utf-8");
  }

  /** A site that resolves its own name to this machine reads nothing. */
  @Test
  void refusesRequestsUnderAnotherName() throws Exception {
    assertThat(get("/data.json", null).body()).contains("Ada");
    HttpResponse<String> refused = get("/data.json", "evil.example");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("Open " + server.url() + "\n");
  }

  @Test
  void oneFailingPartLeavesTheOthers() throws Exception {
    source.failure("Elasticsearch does not respond: refused");
    assertThat(ScriptedSource.json(get("/data.json", null).body()))
        .isEqualTo(
            ScriptedSource.json(
                "{'name': 'shop/shop', 'status': null, 'counters': {}, 'problems': {'search':"
                    + " 'Elasticsearch does not respond: refused'}}"));
  }

  /** Each source answers once all have been asked. */
  @Test
  void sourcesThatHangAreWaitedForTogether() {
    var asked = new CountDownLatch(3);
    PageSource slow =
        new PageSource() {
          @Override
          public String name() {
            return source.name();
          }

          @Override
          public JsonNode status() {
            return afterAll(source::status);
          }

          @Override
          public JsonNode search(String body) {
            return afterAll(() -> source.search(body));
          }

          @Override
          public Map<String, Double> counters() {
            return afterAll(source::counters);
          }

          private <T> T afterAll(Supplier<T> answer) {
            asked.countDown();
            await().until(() -> asked.getCount() == 0);
            return answer.get();
          }
        };
    assertThat(PageData.of(slow, new EventFilter("", "", "")).path("problems")).isEmpty();
  }
}
