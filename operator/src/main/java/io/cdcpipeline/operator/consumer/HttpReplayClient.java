package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** The metrics of a replay's pod. */
final class HttpReplayClient implements ReplayClient {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);
  private final HttpClient http = PinnedRequests.client("http:", Optional.empty());

  @Override
  public ReplayPosition position(String address) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    var uri = URI.create("http://%s:%d/metrics".formatted(host, PORT));
    try {
      var request = PinnedRequests.to(uri, ConnectionGuard.OPEN).timeout(RESPONSE_TIMEOUT).build();
      var answer = BoundedHttp.send(http, request, RESPONSE_TIMEOUT, BoundedHttp.LARGE_BYTES);
      return Optional.of(answer.body())
          .filter(body -> answer.statusCode() == 200)
          .flatMap(ReplayPosition::of)
          .orElseThrow(
              () -> new StageException(Reason.RemoteError, uri + " answers as no replay does"));
    } catch (IOException e) {
      throw new StageException(Reason.Unreachable, uri + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(Reason.Unreachable, "interrupted: " + uri);
    }
  }
}
