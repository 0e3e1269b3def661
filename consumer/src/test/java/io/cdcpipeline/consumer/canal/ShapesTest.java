package io.cdcpipeline.consumer.canal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.RecordProcessorHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that people reported to other projects: each is a line, or a named reason why not. */
class ShapesTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/shapes");
  private static final String QUERY = "canal#3204 QUERY that holds a DML text, database empty";
  private static final String NO_TIME = "es 0 and ts 0, no extension";
  private static final String TOMBSTONE = "\\N";
  private static final long RECORD_TIME = 1_754_760_000_000L;

  static List<Arguments> shapes() throws IOException {
    List<String> messages = Files.readAllLines(DIRECTORY.resolve("messages.ndjson"));
    List<Arguments> shapes = new ArrayList<>();
    for (String line : Files.readAllLines(DIRECTORY.resolve("expected.csv"))) {
      String[] columns = line.split(" \\| ", -1);
      shapes.add(Arguments.of(columns[0], messages.get(shapes.size()), columns[1], columns[2]));
    }
    assertThat(shapes).hasSameSizeAs(messages);
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void becomesALineOrADeadLetter(String name, String message, String kind, String outcome) {
    RecordProcessorHarness consumer = new RecordProcessorHarness().at(RECORD_TIME);
    if (message.equals(TOMBSTONE)) {
      consumer.sendRecord(null);
    } else {
      consumer.send(message);
    }
    assertThat(consumer.lines().stream().map(line -> line.get("op").asText()).toList())
        .isEqualTo(kind.equals("line") ? List.of(outcome) : List.of());
    assertThat(consumer.rejections.stream().map(rejection -> rejection.reason().label()).toList())
        .isEqualTo(kind.equals("line") ? List.of() : List.of(outcome));
  }

  /** It is no schema change, and how many rows it changed is unknown. */
  @Test
  void countsNoEventForAStatementThatChangesRows() throws IOException {
    RecordProcessorHarness consumer = new RecordProcessorHarness().send(message(QUERY));
    assertThat(consumer.metrics.table("", "").events(Operation.DDL)).isZero();
  }

  /** With 1970 as its date, retention would delete the row's index on the first occasion. */
  @Test
  void usesTheTimeOfTheRecordIfTheMessageHasNone() throws IOException {
    RecordProcessorHarness consumer =
        new RecordProcessorHarness().at(RECORD_TIME).send(message(NO_TIME));
    assertThat(consumer.line().get("@timestamp").asText()).isEqualTo("2025-08-09T17:20:00.000Z");
  }

  private static String message(String name) throws IOException {
    return shapes().stream()
        .filter(shape -> shape.get()[0].equals(name))
        .findFirst()
        .map(shape -> (String) shape.get()[1])
        .orElseThrow();
  }
}
