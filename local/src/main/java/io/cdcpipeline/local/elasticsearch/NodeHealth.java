package io.cdcpipeline.local.elasticsearch;

import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Whether a node has formed its cluster and loaded its users. */
final class NodeHealth {
  private final HttpClient http;
  private final HttpRequest request;

  NodeHealth(Endpoint endpoint, Path authority, String user, String password) {
    http = TrustedHttp.client(authority);
    request =
        HttpRequest.newBuilder(
                URI.create("https://" + endpoint + "/_cluster/health?wait_for_status=yellow"))
            .header("Authorization", TrustedHttp.basic(user, password))
            .timeout(Duration.ofSeconds(35))
            .build();
  }

  boolean ready() {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
