package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.process.WorkDirectory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The shipper's process; configured by its environment. */
public final class ShipperMain {
  private static final long STOP_SECONDS = 5;

  private ShipperMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    ShipperConfig config = ShipperConfig.from(System.getenv());
    Counters counters = new Counters();
    try (WorkDirectory work = WorkDirectory.open(config.data());
        StatisticsServer statistics = StatisticsServer.start(config.statistics(), counters)) {
      Shipper shipper = new Shipper(config, counters);
      Thread main = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(shipper, main), "stop-shipper"));
      shipper.run();
    }
  }

  /** An Elasticsearch that is down must not keep it alive. */
  private static void stop(Shipper shipper, Thread main) {
    shipper.stop();
    try {
      main.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
