package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.changefeed.DesiredChangefeed.Rotation;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.InProcessHttpClient;
import io.cdcpipeline.testkit.ticdc.ScriptedEngine;
import io.cdcpipeline.testkit.ticdc.TicdcServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** One changefeed reconciler in front of a fake TiCDC, on a clock that the test advances. */
final class ReconcilerFixture implements AutoCloseable {
  static final String ID = "shop-shop";
  static final ChangefeedOwner OWNER = new ChangefeedOwner("shop", "shop", "here", null);
  static final String PASSWORD = "s3cr3t-p/ss w&rd";
  private static final HttpClient HTTP = PinnedRequests.client("http://ticdc", Optional.empty());

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T00:00:00Z"));
  final ScriptedEngine engine = new ScriptedEngine(clock).table("shop", "orders");
  final TicdcServer server;
  final List<String> events = new ArrayList<>();
  final ChangefeedClient client;
  ChangefeedState recorded = ChangefeedState.NONE;
  int failingWrites;
  ChangefeedReconciler reconciler;

  final ChangefeedState.Store store =
      new ChangefeedState.Store() {
        @Override
        public ChangefeedState read() {
          return ChangefeedState.parse(Optional.of(recorded.text()));
        }

        @Override
        public void write(ChangefeedState state) {
          if (failingWrites > 0) {
            failingWrites--;
            throw new IllegalStateException("the API server rejects the write");
          }
          recorded = state;
        }
      };

  ReconcilerFixture(Architecture architecture) {
    this(architecture, server -> HTTP);
  }

  private ReconcilerFixture(
      Architecture architecture, Function<TicdcServer, HttpClient> transport) {
    server = new TicdcServer(architecture, engine, clock);
    client =
        new HttpChangefeedClient(
            transport.apply(server),
            TicdcEndpoint.plain(server.uri().toString()),
            SecretMasker.of(List.of(PASSWORD)));
    restartOperator();
  }

  /** Without sockets, for tests that make tens of thousands of calls. */
  static ReconcilerFixture inProcess(Architecture architecture) {
    return new ReconcilerFixture(architecture, InProcessHttpClient::new);
  }

  /** Everything that only the operator process knows is gone. */
  void restartOperator() {
    reconciler = new ChangefeedReconciler(clock, clock::advance, new Semaphore(1));
  }

  ObservedChangefeed pass(DesiredChangefeed desired) throws InterruptedException {
    return reconciler.pass(client, desired, store, this::publish, 0);
  }

  /** Several passes with time between them, as reconciles would make. */
  ObservedChangefeed passes(DesiredChangefeed desired, int number, Duration between)
      throws InterruptedException {
    ObservedChangefeed observed = pass(desired);
    for (int i = 1; i < number; i++) {
      clock.advance(between);
      observed = pass(desired);
    }
    return observed;
  }

  private void publish(Reason reason, String message) {
    events.add(reason + ": " + message);
  }

  String lastEvent() {
    return events.get(events.size() - 1);
  }

  ChangefeedHealth health(DesiredChangefeed desired, ObservedChangefeed observed) {
    return new ChangefeedHealth(desired, observed, "", clock.instant());
  }

  /** Calls that changed something, such as "POST pause". */
  List<String> changes() {
    return server.calls().stream()
        .filter(call -> !call.startsWith("GET") && !call.matches(".*/(tso|verify_table)"))
        .map(call -> call.replaceAll("/api/v2/changefeeds(/" + ID + "/?)?", "").strip())
        .toList();
  }

  static DesiredChangefeed desired() {
    ObjectNode config = Json.JSON.createObjectNode();
    config.put("ignore_ineligible_table", true);
    config.putObject("filter").putArray("rules").add("shop.*");
    var dispatcher = config.putObject("sink").putArray("dispatchers").addObject();
    dispatcher.put("partition", "index-value").putArray("matcher").add("*.*");
    SinkUri sink =
        SinkUri.canalJson("kafka:9094", "cdc")
            .with("max-message-bytes", 1048588)
            .with(SinkUri.OWNER, OWNER.mark())
            .sasl(new KafkaEndpoint.Login("SCRAM-SHA-512", "shop-ticdc", PASSWORD));
    return new DesiredChangefeed(
        ID,
        OWNER,
        false,
        sink,
        config,
        0,
        "0",
        "f",
        SinkCertificates.Version.NONE,
        Rotation.NONE,
        true);
  }

  /** As another client writes it. */
  static DesiredChangefeed ownedBy(String owner) {
    DesiredChangefeed d = desired();
    return withSink(d, d.sink().with(SinkUri.OWNER, owner));
  }

  /** As the operator of another cluster, or one that is to take over, wants it. */
  static DesiredChangefeed ownedBy(ChangefeedOwner owner) {
    DesiredChangefeed d = ownedBy(owner.mark());
    return new DesiredChangefeed(
        d.id(),
        owner,
        false,
        d.sink(),
        d.config(),
        0,
        "0",
        d.fingerprint(),
        d.certificates(),
        Rotation.NONE,
        true);
  }

  static DesiredChangefeed withTables(DesiredChangefeed d, String... rules) {
    ObjectNode config = d.config().deepCopy();
    var array = ((ObjectNode) config.path("filter")).putArray("rules");
    List.of(rules).forEach(array::add);
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        false,
        d.sink(),
        config,
        0,
        "0",
        "f",
        SinkCertificates.Version.NONE,
        Rotation.NONE,
        true);
  }

  static DesiredChangefeed suspended(DesiredChangefeed d, boolean suspended) {
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        suspended,
        d.sink(),
        d.config(),
        d.startTs(),
        d.nonce(),
        d.fingerprint(),
        d.certificates(),
        d.rotation(),
        d.creatable());
  }

  static DesiredChangefeed withMessageSize(DesiredChangefeed d, int bytes) {
    return withSink(d, d.sink().with("max-message-bytes", bytes));
  }

  static DesiredChangefeed restarted(DesiredChangefeed d, String nonce, long startTs) {
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        d.suspended(),
        d.sink(),
        d.config(),
        startTs,
        nonce,
        d.fingerprint(),
        d.certificates(),
        d.rotation(),
        d.creatable());
  }

  static DesiredChangefeed certified(DesiredChangefeed d, String checksum, boolean inUse) {
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        d.suspended(),
        d.sink(),
        d.config(),
        d.startTs(),
        d.nonce(),
        d.fingerprint(),
        new SinkCertificates.Version(checksum, inUse),
        d.rotation(),
        d.creatable());
  }

  static DesiredChangefeed rotating(DesiredChangefeed d, Rotation rotation, String fingerprint) {
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        d.suspended(),
        d.sink(),
        d.config(),
        d.startTs(),
        d.nonce(),
        fingerprint,
        d.certificates(),
        rotation,
        d.creatable());
  }

  private static DesiredChangefeed withSink(DesiredChangefeed d, SinkUri sink) {
    return new DesiredChangefeed(
        d.id(),
        d.owner(),
        d.suspended(),
        sink,
        d.config(),
        d.startTs(),
        d.nonce(),
        d.fingerprint(),
        d.certificates(),
        d.rotation(),
        d.creatable());
  }

  @Override
  public void close() {
    server.close();
  }
}
