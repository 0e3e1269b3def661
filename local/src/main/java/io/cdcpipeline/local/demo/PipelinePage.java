package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cdcpipeline.local.page.PageServer;
import io.cdcpipeline.local.page.PageSource;
import io.cdcpipeline.local.standin.Replica;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The page of this demo's pipeline. In a cluster, Grafana shows the same. */
final class PipelinePage implements PageSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Demo demo;
  private final Session session;

  private PipelinePage(Demo demo, Session session) {
    this.demo = demo;
    this.session = session;
  }

  static PageServer serve(Demo demo, Session session) {
    try {
      return PageServer.start(new PipelinePage(demo, session));
    } catch (IOException e) {
      throw DemoException.failed("Cannot open a port for the page: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return demo.cluster().namespace() + "/" + demo.pipelineName();
  }

  @Override
  public JsonNode status() {
    GenericKubernetesResource pipeline = demo.live();
    if (pipeline == null) {
      throw DemoException.failed("The CdcPipeline " + name() + " was deleted.");
    }
    Object status = pipeline.get("status");
    try {
      return status == null ? NullNode.getInstance() : JSON.readTree(Serialization.asJson(status));
    } catch (JsonProcessingException e) {
      throw DemoException.failed("The status is not JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public JsonNode search(String body) {
    return session.search().search(body, PATIENCE);
  }

  @Override
  public Map<String, Double> counters() {
    Map<String, Double> sums = new TreeMap<>();
    for (Replica replica : session.consumers()) {
      String metrics = Hops.get(replica.metricsUrl());
      if (metrics.isEmpty()) {
        throw DemoException.failed("A consumer does not answer.");
      }
      metrics.lines().filter(line -> line.startsWith("cdc_")).forEach(line -> add(line, sums));
    }
    return sums;
  }

  private static void add(String sample, Map<String, Double> sums) {
    String name = sample.split("[{ ]", 2)[0];
    if (name.endsWith("_total")) {
      double value = Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
      sums.merge(name, value, Double::sum);
    }
  }
}
