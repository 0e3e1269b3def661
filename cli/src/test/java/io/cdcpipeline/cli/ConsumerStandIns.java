package io.cdcpipeline.cli;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.apiserver.Pods;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Running consumers of pipeline shop/shop, as far as their logs and metrics go. */
public final class ConsumerStandIns implements AutoCloseable {
  private final TestCluster cluster;
  private final HttpServer metrics;
  private final List<Path> logs = new ArrayList<>();

  public ConsumerStandIns(TestCluster cluster, Path folder) throws IOException {
    this.cluster = cluster;
    metrics = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metrics.createContext(
        "/metrics",
        exchange -> {
          var body =
              "# TYPE cdc_events_total counter\ncdc_events_total{database=\"shop\",op=\"insert\",table=\"orders\"} 3.0\n"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    metrics.start();
    for (int i = 0; i < 2; i++) {
      var text = TestCluster.resource("tail/consumer-%d.log".formatted(i));
      start(i, Files.writeString(folder.resolve("consumer-" + i + ".log"), text));
    }
  }

  /** The log of a consumer, to which more can be written. */
  public Path log(int consumer) {
    return logs.get(consumer);
  }

  private void start(int number, Path log) {
    logs.add(log);
    var name = "shop-consumer-" + number;
    var labels = Labels.selector(new ResourceNames("shop", "shop"), ComponentName.CONSUMER);
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("shop")
            .withLabels(labels)
            .addToLabels(Labels.PIPELINE, "shop")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("consumer")
            .endContainer()
            .endSpec()
            .build();
    var live = cluster.client().resource(pod).create();
    live.setStatus(new PodStatusBuilder().withPhase("Running").build());
    cluster.client().resource(live).updateStatus();
    var http = URI.create("http://127.0.0.1:" + metrics.getAddress().getPort() + "/");
    cluster.server().pods().add("shop", name, new Pods.Pod(log, http));
  }

  @Override
  public void close() {
    metrics.stop(0);
  }
}
