package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The smoke test of one pipeline, put together from its resource and its Secrets. */
public final class Smoke {
  private final KubernetesClient client;
  private final SmokeSettings settings;
  private final CdcPipeline pipeline;
  private final ResourceNames names;
  private final SecretReader secrets;

  private Smoke(KubernetesClient client, SmokeSettings settings, CdcPipeline pipeline) {
    this.client = client;
    this.settings = settings;
    this.pipeline = pipeline;
    this.names = ResourceNames.of(pipeline);
    this.secrets = SecretStore.uncached(client, names.namespace());
  }

  /**
   * Runs it and prints its table.
   *
   * @return the exit code: 0 if every hop has every change, else 1
   */
  public static int run(KubernetesClient client, SmokeSettings settings, PrintStream out) {
    try {
      var found =
          client
              .resources(CdcPipeline.class)
              .inNamespace(settings.namespace())
              .withName(settings.pipeline())
              .get();
      if (found == null) {
        out.printf(
            "FAILED: there is no CdcPipeline %s in namespace %s%n",
            settings.pipeline(), settings.namespace());
        return 1;
      }
      var smoke = new Smoke(client, settings, new SpecDefaults().complete(found));
      return smoke.run(out) ? 0 : 1;
    } catch (RuntimeException e) {
      out.println("FAILED: " + Words.of(e));
      return 1;
    }
  }

  private boolean run(PrintStream out) {
    var changes = Changes.at(Clock.systemUTC().instant(), database());
    out.printf(
        "%s/%s, table %s.cdc_smoke%n", names.namespace(), names.pipeline(), changes.database());
    var rows = new SmokeRows(pipeline, secrets, changes);
    boolean agree = new SmokeRun(rows, hops(changes), HopWatch.of(settings.timeout()), out).run();
    out.println(agree ? "all hops agree" : "FAILED; " + Conditions.ofReady(client, names));
    return agree;
  }

  private String database() {
    var schema = pipeline.getSpec().database().schema();
    return settings
        .database()
        .or(() -> Optional.ofNullable(schema == null ? null : schema.database()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the pipeline has no spec.database.schema.database: set SMOKE_DATABASE"));
  }

  private List<Hop> hops(Changes changes) {
    var topic = TopicHop.of(pipeline, secrets, changes);
    var consumers = new ConsumersHop(this::consumers);
    var hops = new ArrayList<Hop>();
    hops.add(
        unless(settings.skip().contains("ticdc"), "SMOKE_SKIP", TicdcHop.of(pipeline, secrets)));
    hops.add(topic);
    hops.add(consumers);
    hops.add(
        unless(
            settings.prometheus().isEmpty() || settings.skip().contains("prometheus"),
            settings.prometheus().isEmpty() ? "PROMETHEUS_URL is not set" : "SMOKE_SKIP",
            new PrometheusHop(prometheus().orElse(null), names, consumers)));
    var index =
        new IndexHop(this::elasticsearch, names, KafkaEndpoint.topic(pipeline), topic::positions);
    boolean searched = pipeline.getSpec().search().hasElasticsearch();
    hops.add(
        unless(
            !searched || settings.skip().contains("index"),
            searched ? "SMOKE_SKIP" : "the pipeline has no Elasticsearch",
            index));
    hops.addAll(panels(searched, index));
    return hops;
  }

  private static Hop unless(boolean left, String why, Hop hop) {
    return left ? new LeftOut(hop.name(), why) : hop;
  }

  private List<Hop> panels(boolean searched, IndexHop index) {
    if (settings.skip().contains("panels")) {
      return List.of(new LeftOut("panels", "SMOKE_SKIP"));
    }
    var source = panelSource(searched);
    var hops = new ArrayList<Hop>();
    for (var name : settings.dashboards()) {
      for (var panel : Dashboards.panels(client, names, name)) {
        hops.add(new PanelHop(panel, source, index::document));
      }
    }
    return hops.isEmpty()
        ? List.of(new LeftOut("panels", "no panels in ConfigMap " + settings.dashboards()))
        : hops;
  }

  private PanelSource panelSource(boolean searched) {
    Supplier<TextServer> elasticsearch = this::elasticsearch;
    return settings
        .grafana()
        .<PanelSource>map(url -> new GrafanaPanels(TextServer.open(url, grafanaUser())))
        .orElseGet(
            () ->
                new DirectPanels(
                    prometheus(),
                    searched ? Optional.of(elasticsearch) : Optional.empty(),
                    Clock.systemUTC()));
  }

  private Optional<TextServer> prometheus() {
    return settings.prometheus().map(url -> TextServer.open(url, Optional.empty()));
  }

  private Optional<User> grafanaUser() {
    return settings
        .grafanaSecret()
        .map(
            secret -> {
              var place = secret.split("/", -1);
              var reader = SecretStore.uncached(client, place[0]);
              return new User(
                  reader.require("GRAFANA_SECRET", place[1], "admin-user"),
                  reader.require("GRAFANA_SECRET", place[1], "admin-password"));
            });
  }

  private TextServer elasticsearch() {
    var existing = pipeline.getSpec().search().existing();
    var endpoint =
        existing != null
            ? Optional.of(ElasticsearchEndpoint.existing(existing, secrets))
            : ElasticsearchEndpoint.managed(names, "reader", secrets);
    return TextServer.elasticsearch(
        endpoint.orElseThrow(
            () ->
                new IllegalStateException(
                    "Secret %s or %s does not exist yet"
                        .formatted(
                            names.elasticsearchUser("reader"), names.elasticsearchCaSecret()))));
  }

  private List<TextServer> consumers() {
    if (!settings.consumers().isEmpty()) {
      return settings.consumers().stream()
          .map(url -> TextServer.open(url.replaceAll("/metrics$", ""), Optional.empty()))
          .toList();
    }
    return ServiceAddresses.ready(client, names.namespace(), names.consumer()).stream()
        .map(address -> TextServer.open("http://" + address, Optional.empty()))
        .toList();
  }
}
