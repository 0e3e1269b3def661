package io.cdcpipeline.local.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServers.Shared.class)
class ElasticsearchIT {
  private static final String ROLES =
      """
      role_writer:
        cluster: [monitor]
        indices: [{names: ['role-*'], privileges: [create_doc, auto_configure]}]
      """;

  private static HttpResponse<String> call(
      Elasticsearch node, String user, String password, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpClient http = TrustedHttp.client(node.authority());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + node.endpoint().port() + path))
            .header("Authorization", TrustedHttp.basic(user, password))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aWriterMayOnlyCreateAndOnlyOnce(LocalServers servers)
      throws IOException, InterruptedException {
    Elasticsearch node = servers.elasticsearch();
    node.users(
        List.of(new FileRealm.User("writer", "writer-secret", List.of("role_writer"))), ROLES);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                call(node, "writer", "writer-secret", "GET", "/_cluster/health", "").statusCode()
                    == 200);
    String create = "/role-1/_create/a";
    assertThat(call(node, "writer", "writer-secret", "PUT", create, "{\"x\":1}").statusCode())
        .isEqualTo(201);
    assertThat(call(node, "writer", "writer-secret", "PUT", create, "{\"x\":1}").statusCode())
        .isEqualTo(409);
    assertThat(call(node, "writer", "writer-secret", "GET", "/role-1/_search", "").statusCode())
        .isEqualTo(403);
    assertThat(call(node, "writer", "writer-secret", "PUT", "/other/_create/a", "{}").statusCode())
        .isEqualTo(403);
    assertThat(call(node, "writer", "wrong", "GET", "/_cluster/health", "").statusCode())
        .isEqualTo(401);
  }

  @Test
  void keepsDocumentsAcrossAKill(LocalServers servers) throws IOException, InterruptedException {
    Elasticsearch node = servers.elasticsearch();
    String admin = node.adminPassword();
    call(node, Elasticsearch.ADMIN, admin, "PUT", "/kept/_create/a", "{\"x\":1}");
    node.kill();
    node.start();
    HttpResponse<String> found = call(node, Elasticsearch.ADMIN, admin, "GET", "/kept/_doc/a", "");
    assertThat(found.statusCode()).isEqualTo(200);
  }
}
