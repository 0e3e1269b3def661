import io.cdcpipeline.operator.image.Certificate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.InProcessHttpClient;
import io.cdcpipeline.testkit.ticdc.ScriptedEngine;
import io.cdcpipeline.testkit.ticdc.TicdcServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the operator talks to, in this process, under the host names of a cluster: the testkit's
 * TiCDC, and stand-ins for the protocols of TiDB, Kafka, Elasticsearch and Filebeat.
 */
final class Systems {
  private static final int FILEBEAT_PORT = 5066;

  private final Path folder = Files.createTempDirectory("ready");
  private final Path hosts = folder.resolve("hosts");
  private final Calls calls = new Calls();
  private final Certificate certificate;
  private final List<LoopbackHttp> https;

  /** @param kafkaPasswords of Kafka's users */
  Systems(UnaryOperator<String> kafkaPasswords) throws Exception {
    certificate = new Certificate(folder, subjects());
    var ticdc = ticdc();
    var search = new SearchAnswers(calls);
    https =
        List.of(
            new LoopbackHttp(
                ResourceNames.TICDC_PORT,
                Optional.empty(),
                () -> calls.count("TiCDC connection"),
                (method, path, body) -> ticdc(ticdc, method, path, body)),
            new LoopbackHttp(
                ResourceNames.ELASTICSEARCH_PORT,
                Optional.of(certificate.tls()),
                () -> calls.count("Elasticsearch TLS handshake"),
                search::to),
            new LoopbackHttp(
                FILEBEAT_PORT,
                Optional.empty(),
                () -> calls.count("Filebeat connection"),
                (method, path, body) -> filebeat()));
    new SqlStandIn(ReadyPipeline.SHARED_ADDRESS, ResourceNames.TIDB_PORT, calls);
    new KafkaStandIn(
        ReadyPipeline.SHARED_ADDRESS, ResourceNames.KAFKA_SCRAM_PORT, kafkaPasswords, calls);
    Files.writeString(hosts, "127.0.0.1 localhost\n");
  }

  private static String subjects() {
    return IntStream.range(0, ReadyPipeline.NAMESPACES)
        .mapToObj(i -> "dns:*." + ReadyPipeline.namespace(i) + ".svc")
        .collect(Collectors.joining(","));
  }

  private static InProcessHttpClient ticdc() {
    var clock = Clock.systemUTC();
    var engine = new ScriptedEngine(clock).table("shop", "orders").table("shop", "customers");
    return new InProcessHttpClient(new TicdcServer(Architecture.NEW, engine, clock));
  }

  private LoopbackHttp.Reply ticdc(
      InProcessHttpClient ticdc, String method, String path, String body) throws IOException {
    calls.count("TiCDC " + method + " " + path.replaceAll("(/changefeeds)/.*", "$1"));
    var request =
        HttpRequest.newBuilder(URI.create("http://ticdc" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    var answer = ticdc.send(request.build(), BodyHandlers.ofString());
    return new LoopbackHttp.Reply(answer.statusCode(), answer.body());
  }

  /** Everything that is read is delivered. */
  private LoopbackHttp.Reply filebeat() {
    calls.count("Filebeat stats");
    long uptime = System.currentTimeMillis() % 1_000_000_000;
    return new LoopbackHttp.Reply(200, FILEBEAT.formatted(uptime, uptime, uptime, uptime));
  }

  private static final String FILEBEAT =
      """
      {"beat":{"cgroup":{"memory":{"id":"/","mem":{"usage":{"bytes":61919232}}}},
        "cpu":{"system":{"ticks":380,"time":{"ms":380}},"total":{"ticks":1510,"value":1510},"user":{"ticks":1130}},
        "handles":{"limit":{"hard":1048576,"soft":1048576},"open":14},
        "info":{"ephemeral_id":"0c1a5a1e-6f1e-4d1e-9d5f-1b1f2d3c4b5a","name":"filebeat","uptime":{"ms":%d},"version":"9.5.3"},
        "memstats":{"gc_next":38511312,"memory_alloc":24511312,"memory_total":124511312,"rss":120623104},
        "runtime":{"goroutines":48}},
       "filebeat":{"events":{"active":0,"added":%d,"done":%d},
        "harvester":{"closed":0,"open_files":1,"running":1,"skipped":0,"started":1},
        "input":{"log":{"files":{"renamed":0,"truncated":0}}}},
       "libbeat":{"config":{"module":{"running":0,"starts":0,"stops":0},"reloads":1,"scans":1},
        "output":{"type":"elasticsearch","read":{"bytes":81234,"errors":0},"write":{"bytes":912345,"errors":0},
         "events":{"acked":%d,"active":0,"batches":310,"dropped":0,"duplicates":0,"failed":0,"toomany":0}},
        "pipeline":{"clients":1,"queue":{"acked":310,"max_events":3200,"filled":{"bytes":0,"events":0,"pct":0}},
         "events":{"active":0,"dropped":0,"failed":0,"filtered":2,"published":0,"retry":0,"total":312}}},
       "registrar":{"states":{"cleanup":0,"current":1,"update":310},"writes":{"fail":0,"success":8,"total":8}},
       "system":{"cpu":{"cores":2},"load":{"1":0.5,"15":0.4,"5":0.4}}}
      """;

  /** Makes those of a pipeline reachable. */
  void add(ReadyPipeline pipeline) throws IOException {
    for (var http : https) {
      http.listen(pipeline.address());
    }
    synchronized (hosts) {
      Files.writeString(hosts, pipeline.hosts(), StandardOpenOption.APPEND);
    }
  }

  /** The certificate that Elasticsearch's clients have to trust. */
  String authority() throws IOException {
    return Files.readString(certificate.pem());
  }

  /**
   * How Java finds them. Each lookup reads the whole file, which no DNS does: so names are looked up
   * once.
   */
  List<String> flags() {
    return List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=-1");
  }

  Calls calls() {
    return calls;
  }
}
