package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is large or much, from SQL to the documents. */
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class LoadFaultIT {
  private static final int ROW = 10 << 20;

  private final FaultPlatform platform;
  private final Demo demo;

  LoadFaultIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
  }

  @Test
  @FailureMode(
      fault = "A row of 10 MiB, with `maxMessageBytes` of 12 MiB",
      effect = "it passes every hop, nothing ends or restarts; rows agree")
  void aRowOf10MebibytesArrives() {
    demo.awaitReady();
    platform.changeSpec(Map.of("changefeed", Map.of("maxMessageBytes", 12 << 20)));
    demo.awaitReady();
    platform.workload().insertLarge("once_large", ROW);
    platform.awaitEqualData();
    assertThat(platform.session().consumers().get(0).restarts()).isZero();
    assertThat(demo.platform().search().shipper(demo.pipelineName()).orElseThrow().crashed())
        .isFalse();
  }

  @Test
  @FailureMode(
      fault = "Three hundred tables are created, altered and dropped in a loop",
      effect = "every DDL and row arrives once; rows agree")
  void threeHundredTablesComeAndGo() {
    for (int i = 0; i < 300; i++) {
      platform.workload().comeAndGo("once_t" + i);
    }
    platform.awaitEqualData();
  }
}
