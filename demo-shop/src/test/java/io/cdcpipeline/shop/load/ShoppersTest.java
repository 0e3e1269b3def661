package io.cdcpipeline.shop.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShoppersTest {
  /** The generator's thread may be about to send when the process ends. */
  @Test
  void aVisitAfterTheEndFailsInSilence() {
    var metrics = new SimpleMeterRegistry();
    var nowhere = URI.create("http://127.0.0.1:1");
    var shoppers =
        new Shoppers(nowhere, new Visits(List.of("ann"), "secret"), new LoadMetrics(metrics));
    shoppers.close();

    assertThatCode(() -> shoppers.send(Action.PLACE_ORDER, System.nanoTime()))
        .doesNotThrowAnyException();
    assertThat(metrics.get("shop.load.duration").timer().count()).as("done").isEqualTo(1);
  }
}
