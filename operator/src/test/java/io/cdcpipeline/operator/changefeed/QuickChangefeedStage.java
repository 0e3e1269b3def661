package io.cdcpipeline.operator.changefeed;

import java.time.Duration;

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
    return new ChangefeedStage(
        readTimeout, duration -> Thread.sleep(duration.dividedBy(50).toMillis()));
  }
}
