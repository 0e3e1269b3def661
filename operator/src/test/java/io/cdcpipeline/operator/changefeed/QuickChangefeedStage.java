package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * The stage with a TiCDC that does at once what it is asked: no second passes until it is asked
 * again.
 */
public final class QuickChangefeedStage {
  private QuickChangefeedStage() {}

  public static ChangefeedStage create() {
    return create(HttpChangefeedClient.READ_TIMEOUT);
  }

  static ChangefeedStage create(Duration readTimeout) {
    return create(readTimeout, TicdcEndpoint::of);
  }

  static ChangefeedStage create(
      Duration readTimeout, BiFunction<CdcPipeline, SecretReader, TicdcEndpoint> endpoints) {
    return new ChangefeedStage(
        readTimeout, duration -> Thread.sleep(duration.dividedBy(50).toMillis()), endpoints);
  }
}
