package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest message that a CdcPipeline allows, with its row before and after the change. */
class ShipperMemoryIT {
  private static final int CHARACTERS = 16 << 20;

  @TempDir Path directory;

  @Test
  void shipsLinesOf32Mebibytes() throws IOException {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Path authority =
        Certificates.in(directory.resolve("ca"), Map.of("any", List.of("localhost"))).authority();
    ChildProcesses children = new ChildProcesses();
    try (children;
        BulkRecorder recorder = new BulkRecorder()) {
      Path data = directory.resolve("data");
      var config =
          new ShipperConfig(
              logs, data, recorder.url(), "user", "password", authority, Endpoint.free());
      ShipperProcess shipper = ShipperProcess.start(children, config);
      Files.writeString(logs.resolve("0.log"), event("large-1") + event("large-2") + event("last"));

      await().atMost(Duration.ofMinutes(1)).until(() -> recorder.documents().size() == 3);
      assertThat(shipper.crashed()).isFalse();
    }
  }

  private static String event(String id) {
    String value = id.startsWith("large") ? "\u00e9".repeat(CHARACTERS / 2) : "short";
    return """
    {"@timestamp":"2026-01-01T00:00:00.000Z","log_type":"cdc_event","event_id":"%1$s",\
    "data":{"v":"%2$s"},"old":{"v":"%2$s"}}
    """
        .formatted(id, value);
  }
}
