package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Filebeat's HTTP endpoint, which has counters only and needs no login. */
final class HttpFilebeatClient implements FilebeatClient {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);
  private final HttpClient http = PinnedRequests.client("http:", Optional.empty());

  @Override
  public FilebeatStatistics statistics(String address) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    var uri = URI.create("http://%s:%d/stats".formatted(host, PORT));
    try {
      var request = PinnedRequests.to(uri, ConnectionGuard.OPEN).timeout(RESPONSE_TIMEOUT).build();
      var answer = BoundedHttp.send(http, request, RESPONSE_TIMEOUT, BoundedHttp.SMALL_BYTES);
      var stats = Json.JSON.readTree(answer.body());
      if (answer.statusCode() != 200 || !stats.path("libbeat").isObject()) {
        throw new StageException(Reason.RemoteError, uri + " does not answer as Filebeat does");
      }
      return FilebeatStatistics.of(stats);
    } catch (IOException e) {
      throw new StageException(Reason.Unreachable, uri + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(Reason.Unreachable, "interrupted: " + uri);
    }
  }
}
