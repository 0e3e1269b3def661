package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.PodHttp;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Optional;

/** The metrics of a replay's pod. */
final class HttpReplayClient implements ReplayClient {
  private final PodHttp pods = new PodHttp();

  @Override
  public ReplayPosition position(String address) {
    var uri = PodHttp.uri(address, ResourceNames.METRICS_PORT, "/metrics");
    var answer = pods.get(uri, BoundedHttp.LARGE_BYTES);
    return Optional.of(answer.body())
        .filter(body -> answer.statusCode() == 200)
        .flatMap(ReplayPosition::of)
        .orElseThrow(
            () -> new StageException(Reason.RemoteError, uri + " answers as no replay does"));
  }
}
