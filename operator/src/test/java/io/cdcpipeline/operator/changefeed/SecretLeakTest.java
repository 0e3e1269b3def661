package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.Fault;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Searches everything that a changefeed with errors produced for its password. */
class SecretLeakTest {
  private static final String TABLES = "{tables: [\"shop.*\"]}";

  /** Every log line at TRACE, with stack traces. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      all.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + event.getKeyValuePairs()
              + trace);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingWrittenContainsThePassword(Architecture architecture) {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    Lines lines = new Lines();
    lines.start();
    var console = root.getAppender("STDERR");
    root.detachAppender(console);
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
    List<String> written = new ArrayList<>();
    try (StageFixture fixture = new StageFixture(architecture)) {
      runThroughErrors(fixture, written);
      written.addAll(fixture.events());
    } finally {
      root.setLevel(before);
      root.detachAppender(lines);
      root.addAppender(console);
    }
    written.addAll(lines.all);
    assertThat(lines.all).hasSizeGreaterThan(20);
    for (String secret : forms(StageFixture.PASSWORD)) {
      assertThat(written.stream().filter(line -> line.contains(secret)))
          .as("lines with " + secret)
          .isEmpty();
    }
    System.out.printf(
        "secret search %s: %d log lines, events and objects, %d forms of the secret, none found%n",
        architecture, written.size(), forms(StageFixture.PASSWORD).size());
  }

  private static void runThroughErrors(StageFixture fixture, List<String> written) {
    fixture.engine.refuse(
        Optional.of(TicdcError.of("CDC:ErrSinkURIInvalid", "ErrKafkaNewProducer: dial tcp")));
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.CHANGEFEED, "SinkUnreachable");
    keep(fixture, written);
    assertThat(fixture.condition(ConditionType.CHANGEFEED)).contains("sasl-password=xxxxx");
    fixture.engine.refuse(Optional.empty());
    fixture.awaitCondition(ConditionType.READY, "Ready");
    String leaky = "cannot log in with " + StageFixture.PASSWORD + " to " + fixture.ticdc.uri();
    fixture.engine.fail(Optional.of(TicdcError.of("CDC:ErrKafkaNewProducer", leaky)));
    fixture.awaitCondition(ConditionType.CHANGEFEED, "SinkUnreachable");
    keep(fixture, written);
    fixture.engine.fail(Optional.empty());
    fixture.ticdc.faults().next("PUT", "", Fault.refuse(500, "", "wrong: " + leaky));
    fixture.apply("{tables: [\"shop.*\"], maxMessageBytes: 2000000}", false);
    await().until(() -> fixture.ticdc.calls().stream().anyMatch(c -> c.startsWith("PUT")));
    keep(fixture, written);
    fixture.ticdc.close();
    fixture.clock.ahead(Duration.ofMinutes(1)); // a shorter silence is tolerated
    fixture.awaitCondition(ConditionType.CHANGEFEED, "Unreachable");
    keep(fixture, written);
  }

  private static void keep(StageFixture fixture, List<String> written) {
    written.add(Serialization.asYaml(fixture.pipeline()));
    written.add(
        Serialization.asYaml(
            fixture.operator.client().configMaps().inNamespace("shop").list().getItems()));
  }

  private static List<String> forms(String secret) {
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return List.of(
        secret,
        encoded,
        encoded.replace("+", "%20"),
        Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
  }
}
