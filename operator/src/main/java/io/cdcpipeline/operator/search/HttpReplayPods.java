package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.PodHttp;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Optional;

/** The management port of a replay's pod. */
final class HttpReplayPods implements ReplayPods {
  private final PodHttp pods = new PodHttp();

  @Override
  public Optional<ReplayMarks> marks(String address) {
    var uri = PodHttp.uri(address, ResourceNames.METRICS_PORT, "/metrics");
    return ReplayMarks.of(pods.get(uri, BoundedHttp.LARGE_BYTES).body());
  }

  @Override
  public void found(String address, int mark, String proof) {
    var path = "/replay/found/%d/%s".formatted(mark, proof);
    var uri = PodHttp.uri(address, ResourceNames.METRICS_PORT, path);
    var answer = pods.post(uri);
    if (answer.statusCode() != 200) {
      throw new StageException(
          Reason.RemoteError,
          "the replay's pod at %s does not know its mark %d".formatted(address, mark));
    }
  }
}
