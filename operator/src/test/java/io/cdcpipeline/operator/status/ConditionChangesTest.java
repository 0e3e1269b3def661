package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionChangesTest {
  private static final String DATABASE_WAITS =
      "DatabaseReady Progressing waiting for TiDB Operator";
  private static final String KAFKA_WAITS = "KafkaReady Progressing waiting for Strimzi";
  private static final String CONSUMERS_WAIT = "ConsumerReady DependencyNotReady waiting for Kafka";
  private static final String DATABASE_AWAY = "DatabaseReady Unreachable tidb does not answer";
  private static final String DATABASE_READY = "DatabaseReady Ready schema and users are there";
  private static final String KAFKA_READY = "KafkaReady Ready brokers are ready";
  private static final String ALL_READY = "Ready Ready every stage is ready";

  @Test
  void aNewPipelineTellsWhatItWaitsForOnce() {
    var first = status(ready(DATABASE_WAITS), DATABASE_WAITS, KAFKA_WAITS, CONSUMERS_WAIT);

    assertThat(events(null, first)).containsExactly(ready(DATABASE_WAITS));
    assertThat(new ConditionChanges(null, first).all()).hasSize(4);
  }

  @Test
  void whatIsWrongFromTheBeginningIsTold() {
    var conflict = "KafkaReady NameConflict Kafka shop is not ours";
    var first = status(ready(DATABASE_AWAY), DATABASE_AWAY, conflict, CONSUMERS_WAIT);

    assertThat(events(null, first)).containsExactly(ready(DATABASE_AWAY), conflict);
  }

  @Test
  void aStageThatBecomesReadyIsTold() {
    var before = status(ready(DATABASE_WAITS), DATABASE_WAITS, KAFKA_WAITS);
    var after = status(ready(DATABASE_WAITS), DATABASE_WAITS, KAFKA_READY);

    assertThat(events(before, after)).containsExactly(KAFKA_READY);
    assertThat(events(after, status(ALL_READY, DATABASE_READY, KAFKA_READY)))
        .containsExactly(ALL_READY, DATABASE_READY);
  }

  @Test
  void aStageThatIsReadyNoLongerIsToldAlsoWhenReadyNamesAnother() {
    var ready = status(ALL_READY, DATABASE_READY, KAFKA_READY);

    assertThat(events(ready, status(ready(KAFKA_WAITS), DATABASE_READY, KAFKA_WAITS)))
        .containsExactly(ready(KAFKA_WAITS));
    assertThat(events(ready, status(ready(DATABASE_AWAY), DATABASE_AWAY, KAFKA_WAITS)))
        .containsExactly(ready(DATABASE_AWAY), KAFKA_WAITS);
  }

  @Test
  void anotherReasonOfAFailureIsTold() {
    var refused = "DatabaseReady AuthenticationFailed tidb refuses root";
    var before = status(ready(DATABASE_AWAY), DATABASE_AWAY, KAFKA_READY);

    assertThat(events(before, status(ready(refused), refused, KAFKA_READY)))
        .containsExactly(ready(refused));
    assertThat(events(before, status(ready(DATABASE_AWAY), refused, KAFKA_READY)))
        .containsExactly(refused);
  }

  @Test
  void anotherMessageAloneIsNoChange() {
    var before = status(ready(DATABASE_WAITS), DATABASE_WAITS);
    var after = status(ready(DATABASE_WAITS + " still"), DATABASE_WAITS + " still");

    assertThat(new ConditionChanges(before, after).all()).isEmpty();
  }

  /** Ready as it repeats the condition of a stage. */
  private static String ready(String stage) {
    var words = stage.split(" ", 3);
    return "Ready %s %s: %s".formatted(words[1], words[0], words[2]);
  }

  private static Stream<String> events(CdcPipelineStatus before, CdcPipelineStatus after) {
    return new ConditionChanges(before, after)
        .events().stream().map(c -> c.type() + " " + c.reason() + " " + c.message());
  }

  /** Of conditions as "type reason message". */
  private static CdcPipelineStatus status(String... conditions) {
    var all = Stream.of(conditions).map(ConditionChangesTest::condition).toList();
    return new CdcPipelineStatus(1L, null, all, null, null, null, null, null, null, null, null);
  }

  private static Condition condition(String text) {
    var words = List.of(text.split(" ", 3));
    var status = words.get(1).equals("Ready") ? "True" : "False";
    return new Condition(words.get(0), status, words.get(1), words.get(2), "", 1L);
  }
}
