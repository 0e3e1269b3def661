package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.standin.Replica;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Ready pipeline seen from outside: its connections, and the counts of each hop. */
public final class Session {
  private final Demo demo;
  private final SearchClient search;
  private final Path searchCa;

  public Session(Demo demo) {
    this.demo = demo;
    Cluster cluster = demo.cluster();
    this.searchCa = demo.platform().search().node(demo.pipelineName()).orElseThrow().authority();
    this.search =
        new SearchClient(
            searchUrl(),
            searchCa,
            Connections.require(cluster, reader(), "username"),
            Connections.require(cluster, reader(), "password"));
  }

  private String reader() {
    return demo.pipelineName() + "-es-reader";
  }

  private String searchUrl() {
    return "https://" + address("-es-http") + ":9200";
  }

  private String address(String service) {
    return demo.cluster().names().address(demo.pipelineName() + service).orElseThrow();
  }

  public SearchClient search() {
    return search;
  }

  public List<Replica> consumers() {
    return demo.platform().deployments().replicas(demo.pipelineName() + "-consumer");
  }

  public KafkaBroker broker() {
    return demo.platform().brokers().broker(demo.pipelineName()).orElseThrow();
  }

  public String topic() {
    GenericKubernetesResource pipeline = demo.live();
    return pipeline.get("spec", "kafka", "topic", "name") instanceof String name
        ? name
        : "cdc-%s-%s".formatted(demo.cluster().namespace(), demo.pipelineName());
  }

  /** The database of the workload: that of the first plain table rule. */
  public String database() {
    Object rules = demo.live().get("spec", "changefeed", "tables");
    for (Object rule : (List<?>) rules) {
      String text = rule.toString();
      String database = text.substring(0, Math.max(0, text.indexOf('.')));
      if (database.matches("\\w+") && text.endsWith(".*")) {
        return database;
      }
    }
    throw DemoException.failed(
        "--once needs a rule like \"shop.*\" in spec.changefeed.tables, to create its own"
            + " tables.");
  }

  public Workload workload() {
    String secret = demo.pipelineName() + "-db-root";
    return Workload.connect(
        address("-tidb"),
        4000,
        Connections.require(demo.cluster(), secret, "username"),
        Connections.require(demo.cluster(), secret, "password"),
        database());
  }

  public Comparison compare(Workload workload) {
    return new Comparison(hops(workload, true));
  }

  /** Without the counters, which restart at 0 with their process. */
  public Comparison compareData(Workload workload) {
    return new Comparison(hops(workload, false));
  }

  private Map<String, Counts> hops(Workload workload, boolean counters) {
    Counts sql = workload.committed().within(database());
    Map<String, Counts> hops = new LinkedHashMap<>();
    hops.put("SQL", sql);
    hops.put("TOPIC", only(sql, Hops.topic(broker(), topic())));
    if (counters) {
      hops.put("COUNTERS", only(sql, Hops.counters(consumers())));
    }
    hops.put("LINES", only(sql, Hops.lines(consumers())));
    hops.put("DOCUMENTS", only(sql, Hops.documents(search)));
    return hops;
  }

  /** Changes to other tables are not part of the workload. */
  private static Counts only(Counts sql, Counts hop) {
    Counts some = Counts.empty();
    hop.byKey().forEach((key, count) -> addIfKnown(sql, key, count, some));
    return some;
  }

  private static void addIfKnown(Counts sql, TableOp key, long count, Counts to) {
    boolean known = sql.byKey().keySet().stream().anyMatch(k -> k.table().equals(key.table()));
    if (known && count > 0) {
      to.add(key, count);
    }
  }

  public Connections connections(String pageUrl, String apiUrl) {
    String sqlSecret = Connections.sqlSecret(demo.live());
    Cluster cluster = demo.cluster();
    return new Connections(
        address("-tidb"),
        4000,
        Connections.require(cluster, sqlSecret, "username"),
        Connections.require(cluster, sqlSecret, "password"),
        consumers().get(0).metricsUrl(),
        demo.operator().metricsUrl(),
        searchUrl(),
        Connections.require(cluster, reader(), "username"),
        Connections.require(cluster, reader(), "password"),
        searchCa,
        broker().bootstrapServers(),
        pageUrl,
        apiUrl,
        demo.kubeconfig());
  }
}
