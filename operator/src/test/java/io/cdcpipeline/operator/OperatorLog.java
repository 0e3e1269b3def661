package io.cdcpipeline.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the operator in this process logs: lines at INFO and above, and reconciles by pipeline. */
final class OperatorLog extends AppenderBase<ILoggingEvent> {
  private static final OperatorLog ATTACHED = attach();
  private static final String NAMESPACE = "resource.namespace";

  /** The start of a reconcile of the pipeline in this namespace. */
  private final List<String> reconciles = new CopyOnWriteArrayList<>();

  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

  private OperatorLog() {}

  static OperatorLog get() {
    return ATTACHED;
  }

  private static OperatorLog attach() {
    var log = new OperatorLog();
    log.setContext((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory());
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    var dispatcher =
        (Logger)
            LoggerFactory.getLogger(
                "io.javaoperatorsdk.operator.processing.event.ReconciliationDispatcher");
    dispatcher.setLevel(Level.DEBUG);
    dispatcher.setAdditive(false);
    dispatcher.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
      lines.add(event);
    } else if (event.getMessage().startsWith("Reconciling resource ")) {
      reconciles.add(event.getMDCPropertyMap().getOrDefault(NAMESPACE, ""));
    }
  }

  long reconciles(String namespace) {
    return reconciles.stream().filter(namespace::equals).count();
  }

  int mark() {
    return lines.size();
  }

  /** Lines after a mark about this namespace, or of the operator about none. */
  List<String> linesSince(int mark, String namespace) {
    return lines.stream()
        .skip(mark)
        .filter(line -> speaksOf(line, namespace))
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private static boolean speaksOf(ILoggingEvent line, String namespace) {
    var told = line.getMDCPropertyMap().get(NAMESPACE);
    if (line.getKeyValuePairs() != null) {
      for (var pair : line.getKeyValuePairs()) {
        told = pair.key.equals("namespace") ? String.valueOf(pair.value) : told;
      }
    }
    return told == null
        ? line.getLoggerName().startsWith("io.cdcpipeline")
        : told.equals(namespace);
  }
}
