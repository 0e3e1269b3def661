package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class OperatorRestartIT {
  private static final int STARTUP_LINES = 1;
  private static final Pattern HOP_WITHOUT_LAG = Pattern.compile("\\{\"name\":\"\\w+\"\\}");

  private final Demo demo;

  OperatorRestartIT(FaultPlatform platform) {
    this.demo = platform.demo();
  }

  @Test
  @FailureMode(
      fault = "The operator is restarted while nothing else happens",
      effect = "it writes nothing: not one object, event or status changes",
      shown = "one line in its log")
  void aRestartedOperatorWritesNothing() throws IOException {
    demo.awaitReady();
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> isMeasured() && written().equals(written(Duration.ofSeconds(12))));
    String before = written();
    long lines = lines();

    demo.operator().kill();
    demo.operator().start();
    await().atMost(TIMEOUT).until(() -> reconciles() > 4);

    assertThat(written()).isEqualTo(before);
    assertThat(lines() - lines).as("log lines at startup").isEqualTo(STARTUP_LINES);
  }

  /** Whether the status has what takes minutes to know: the lag of each hop, and an audit. */
  private boolean isMeasured() {
    var status = Serialization.asJson(demo.live().get("status"));
    return status.contains("\"audit\"") && !HOP_WITHOUT_LAG.matcher(status).find();
  }

  /**
   * The pipeline's status, and the resource versions of its events and of what the operator writes.
   */
  private String written() {
    var client = demo.client();
    var namespace = demo.live().getMetadata().getNamespace();
    var written =
        new ArrayList<HasMetadata>(client.v1().events().inNamespace(namespace).list().getItems());
    written.addAll(client.configMaps().inNamespace(namespace).list().getItems());
    written.addAll(client.secrets().inNamespace(namespace).list().getItems());
    written.addAll(client.services().inNamespace(namespace).list().getItems());
    // An advancing checkpoint is updated every ten minutes in any case, the audit every five.
    return Serialization.asJson(demo.live().get("status"))
            .replaceAll("\"(checkpoint|verifiedUntil)\":\"[^\"]*\"", "")
            .replaceAll("\"unverified\":\\d+", "")
        + written.stream()
            .map(o -> o.getMetadata().getName() + o.getMetadata().getResourceVersion())
            .sorted()
            .toList();
  }

  private String written(Duration later) {
    await().pollDelay(later).atMost(later.plusSeconds(5)).until(() -> true);
    return written();
  }

  private long lines() throws IOException {
    try (var lines = Files.lines(demo.operator().log())) {
      return lines.filter(line -> line.contains(" INFO ")).count();
    }
  }

  private double reconciles() {
    try {
      var request = HttpRequest.newBuilder(URI.create(demo.operator().metricsUrl())).build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("operator_sdk_reconciliations_success_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
