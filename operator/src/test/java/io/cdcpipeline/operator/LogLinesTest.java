package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What comes from outside cannot forge a line of the log. */
class LogLinesTest {
  private static final String FORGED = "x\n2026-01-01T00:00:00.000Z ERROR forged\r\u001b[31m";

  @Test
  void textAndValuesStayOnTheirLine() {
    var line = line(null);

    assertThat(line).contains("forged").endsWith("\n").hasLineCount(1);
    assertThat(line.strip()).doesNotContain("\r", "\u001b");
  }

  @Test
  void anExceptionsMessageStaysOnItsLine() {
    var lines = line(new IllegalStateException(FORGED)).lines().toList();

    assertThat(lines.get(1)).startsWith("java.lang.IllegalStateException").contains("forged");
    assertThat(lines.subList(2, lines.size())).isNotEmpty().allMatch(l -> l.startsWith("\tat "));
  }

  private static String line(Throwable thrown) {
    var context = new LoggerContext();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var event = new LoggingEvent("", root, Level.ERROR, FORGED, thrown, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("host", FORGED)));
    return new String(OperatorLogging.encoder(context).encode(event), StandardCharsets.UTF_8);
  }
}
