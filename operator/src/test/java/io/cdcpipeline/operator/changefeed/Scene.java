package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.ScriptedEngine;
import io.cdcpipeline.testkit.ticdc.TicdcServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** One changefeed loop in front of a fake TiCDC, on a clock that moves when told. */
final class Scene implements AutoCloseable {
  static final String ID = "shop-shop";
  static final String PASSWORD = "s3cr3t-p/ss w&rd";
  private static final HttpClient HTTP = HttpChangefeedClient.transport();

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T00:00:00Z"));
  final ScriptedEngine engine = new ScriptedEngine(clock).table("shop", "orders");
  final TicdcServer server;
  final List<String> events = new ArrayList<>();
  final ChangefeedClient client;
  ChangefeedState memory = ChangefeedState.NONE;
  int failingWrites;
  ChangefeedReconciler loop;

  final MemoryStore store =
      new MemoryStore() {
        @Override
        public ChangefeedState read() {
          return ChangefeedState.of(java.util.Optional.of(memory.text()));
        }

        @Override
        public void write(ChangefeedState written) {
          if (failingWrites > 0) {
            failingWrites--;
            throw new IllegalStateException("the API server does not take it");
          }
          memory = written;
        }
      };

  Scene(Architecture architecture) {
    server = new TicdcServer(architecture, engine, clock);
    client =
        new HttpChangefeedClient(HTTP, server.uri().toString(), SecretMasker.of(List.of(PASSWORD)));
    restartOperator();
  }

  /** All that is only in the operator's own memory is gone. */
  void restartOperator() {
    loop = new ChangefeedReconciler(clock, clock::advance, new Semaphore(1));
  }

  ObservedChangefeed pass(DesiredChangefeed wish) throws InterruptedException {
    return loop.pass(client, wish, store, this::tell, 0);
  }

  /** Several passes with time between them, as reconciles would make. */
  ObservedChangefeed passes(DesiredChangefeed wish, int number, Duration between)
      throws InterruptedException {
    ObservedChangefeed seen = pass(wish);
    for (int i = 1; i < number; i++) {
      clock.advance(between);
      seen = pass(wish);
    }
    return seen;
  }

  private void tell(Reason reason, String message) {
    events.add(reason + ": " + message);
  }

  /** Calls that changed something, as "POST pause". */
  List<String> changes() {
    return server.calls().stream()
        .filter(call -> !call.startsWith("GET") && !call.matches(".*/(tso|verify_table)"))
        .map(call -> call.replaceAll("/api/v2/changefeeds(/" + ID + "/?)?", "").strip())
        .toList();
  }

  static DesiredChangefeed wish() {
    ObjectNode config = ChangefeedJson.JSON.createObjectNode();
    config.put("ignore_ineligible_table", true);
    config.putObject("filter").putArray("rules").add("shop.*");
    var dispatcher = config.putObject("sink").putArray("dispatchers").addObject();
    dispatcher.put("partition", "index-value").putArray("matcher").add("*.*");
    SinkUri sink =
        SinkUri.canalJson("kafka:9094", "cdc")
            .with("max-message-bytes", 1048588)
            .with(SinkUri.OWNER, "cdc-pipeline_shop.shop")
            .sasl("SCRAM-SHA-512", "shop-ticdc", PASSWORD);
    return new DesiredChangefeed(ID, false, sink, config, 0, "0", "f", true);
  }

  static DesiredChangefeed ownedBy(String owner) {
    DesiredChangefeed w = wish();
    SinkUri sink = w.sink().with(SinkUri.OWNER, owner);
    return new DesiredChangefeed(w.id(), false, sink, w.config(), 0, "0", "f", true);
  }

  static DesiredChangefeed tables(DesiredChangefeed w, String... rules) {
    ObjectNode config = w.config().deepCopy();
    var array = ((ObjectNode) config.path("filter")).putArray("rules");
    List.of(rules).forEach(array::add);
    return new DesiredChangefeed(w.id(), false, w.sink(), config, 0, "0", "f", true);
  }

  static DesiredChangefeed suspended(DesiredChangefeed w, boolean is) {
    return new DesiredChangefeed(
        w.id(), is, w.sink(), w.config(), w.startTs(), w.nonce(), w.fingerprint(), w.creatable());
  }

  static DesiredChangefeed sized(DesiredChangefeed w, int bytes) {
    SinkUri sink = w.sink().with("max-message-bytes", bytes);
    return new DesiredChangefeed(
        w.id(),
        w.suspended(),
        sink,
        w.config(),
        w.startTs(),
        w.nonce(),
        w.fingerprint(),
        w.creatable());
  }

  static DesiredChangefeed restarted(DesiredChangefeed w, String nonce, long startTs) {
    return new DesiredChangefeed(
        w.id(),
        w.suspended(),
        w.sink(),
        w.config(),
        startTs,
        nonce,
        w.fingerprint(),
        w.creatable());
  }

  @Override
  public void close() {
    server.close();
  }
}
