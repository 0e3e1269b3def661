package io.cdcpipeline.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up: lines on standard error. In code, because an XML parser would be a twelfth of
 * the time to start. The system property {@code logback.configurationFile} takes precedence.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class OperatorLogging extends ContextAwareBase implements Configurator {
  private static final String OURS = "io.cdcpipeline";

  private static final Map<String, Level> LEVELS =
      Map.of(
          Logger.ROOT_LOGGER_NAME,
          Level.WARN,
          OURS,
          Level.INFO,
          // A line a second for a broker that is down; the condition KafkaReady says it once.
          "org.apache.kafka",
          Level.ERROR,
          // At TRACE it prints the bodies of Secrets.
          "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
          Level.OFF,
          "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils",
          Level.ERROR,
          // Announces that the operator stops when a kind may not be listed; instead, that becomes
          // a condition.
          "io.javaoperatorsdk.operator.processing.event.source.informer.InformerWrapper",
          Level.OFF);

  /** Text from outside cannot begin a line of its own. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0}"
          + " %replace(%msg %kvp){'[\\x00-\\x1f\\x7f-\\x9f]', ' '}%n"
          + "%replace(%replace(%ex{full}){'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]', ' '})"
          + "{'\\n(?!\\tat |\\t... |Caused by: |\\tSuppressed: |$)', ' '}%nopex";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setName("STDERR");
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context));
    appender.start();
    LEVELS.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  /** Sets how much the operator itself says: ERROR, WARN, INFO, DEBUG or TRACE. */
  static void level(String level) {
    ((Logger) LoggerFactory.getLogger(OURS)).setLevel(Level.toLevel(level));
  }
}
