package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodHttpTest {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Length"));
          exchange.sendResponseHeaders(503, 4);
          exchange.getResponseBody().write("wait".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    uri = PodHttp.uri("127.0.0.1", server.getAddress().getPort(), "/metrics");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void returnsWhateverIsAnswered() {
    var answer = new PodHttp().get(uri, BoundedHttp.SMALL_BYTES);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("wait");
  }

  @Test
  void postsWithoutABody() {
    assertThat(new PodHttp().post(uri).statusCode()).isEqualTo(503);
    assertThat(requests).containsExactly("POST 0");
  }

  @Test
  void namesThePodThatDoesNotAnswer() {
    server.stop(0);

    assertThatThrownBy(() -> new PodHttp().get(uri, BoundedHttp.SMALL_BYTES))
        .isInstanceOf(StageException.class)
        .hasMessageStartingWith(uri + " does not answer: ")
        .returns(Reason.Unreachable, e -> ((StageException) e).reason());
  }

  @Test
  void anAnswerIsNoLongerThanItMayBe() {
    assertThatThrownBy(() -> new PodHttp().get(uri, 3))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void ipv6AddressesStandInBrackets() {
    assertThat(PodHttp.uri("fd00::1", 5066, "/stats")).hasToString("http://[fd00::1]:5066/stats");
  }
}
