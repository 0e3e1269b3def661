package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.changefeed.Changefeed;
import io.cdcpipeline.operator.changefeed.ChangefeedClient;
import io.cdcpipeline.operator.changefeed.HttpChangefeedClient;
import io.cdcpipeline.operator.changefeed.SecretMasker;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;

/** TiCDC: its checkpoint has passed the commit. */
final class TicdcHop implements Hop {
  private final ChangefeedClient ticdc;
  private final String id;
  private long commit;

  TicdcHop(ChangefeedClient ticdc, String id) {
    this.ticdc = ticdc;
    this.id = id;
  }

  static TicdcHop of(CdcPipeline pipeline, SecretReader secrets) {
    var endpoint = TicdcEndpoint.of(pipeline, secrets);
    return new TicdcHop(
        new HttpChangefeedClient(endpoint.client(), endpoint, SecretMasker.of(List.of())),
        ResourceNames.of(pipeline).changefeedId());
  }

  @Override
  public String name() {
    return "TiCDC checkpoint";
  }

  @Override
  public void before() {
    running();
  }

  @Override
  public Seen look() {
    if (commit == 0) {
      commit = ticdc.tso();
    }
    var feed = running();
    return new Seen(feed.state(), feed.checkpointTs() >= commit);
  }

  private Changefeed running() {
    var feed =
        ticdc
            .get(id)
            .orElseThrow(() -> new StageException(Reason.RemoteError, "TiCDC has no " + id));
    if (List.of("failed", "stopped", "removed", "finished").contains(feed.state())) {
      var error = feed.error().map(failure -> ": " + failure.text()).orElse("");
      throw new StageException(
          Reason.RemoteError, "changefeed %s is %s%s".formatted(id, feed.state(), error));
    }
    return feed;
  }
}
