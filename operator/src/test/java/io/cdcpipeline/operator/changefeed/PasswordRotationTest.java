package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.changefeed.DesiredChangefeed.Rotation;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A changefeed while Kafka does not accept the password in its Secret. */
class PasswordRotationTest {
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  @Test
  void pausesForTwoMinutesAndOnlyInAKafkaOfThePipelinesOwn() {
    var rotation = new PasswordRotation();
    assertThat(rotation.of(false, true, START)).isEqualTo(Rotation.NONE);
    assertThat(rotation.of(true, true, START)).isEqualTo(Rotation.PAUSED);
    assertThat(rotation.of(true, true, START.plusSeconds(119))).isEqualTo(Rotation.PAUSED);
    assertThat(rotation.of(true, true, START.plusSeconds(120))).isEqualTo(Rotation.WAITING);
    assertThat(rotation.of(false, true, START.plusSeconds(130))).isEqualTo(Rotation.NONE);
    assertThat(rotation.of(true, true, START.plusSeconds(140))).isEqualTo(Rotation.PAUSED);
    assertThat(new PasswordRotation().of(true, false, START)).isEqualTo(Rotation.WAITING);
  }

  /** The calls while the password is not accepted, and then once it is. */
  @ParameterizedTest(name = "{0} {1} suspended={2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          normal  | PAUSED  | false | POST pause  | PUT+POST resume
          normal  | PAUSED  | true  | POST pause  | PUT
          normal  | WAITING | false | -           | POST pause+PUT+POST resume
          normal  | WAITING | true  | POST pause  | PUT
          stopped | PAUSED  | false | -           | PUT+POST resume
          stopped | WAITING | false | POST resume | POST pause+PUT+POST resume
          stopped | WAITING | true  | -           | PUT
          """)
  void sendsAPasswordOnlyOnceItIsAccepted(
      String state, Rotation rotation, boolean suspended, String before, String after)
      throws Exception {
    try (var fixture = new ReconcilerFixture(Architecture.NEW)) {
      fixture.pass(ReconcilerFixture.desired());
      fixture.server.force(ReconcilerFixture.ID, state, Optional.empty());
      var desired = ReconcilerFixture.suspended(ReconcilerFixture.desired(), suspended);

      assertThat(calls(fixture, ReconcilerFixture.rotating(desired, rotation, "new")))
          .isEqualTo(before);
      assertThat(calls(fixture, ReconcilerFixture.rotating(desired, Rotation.NONE, "new")))
          .isEqualTo(after);
    }
  }

  /** The pause was for nothing, but nothing is lost either. */
  @Test
  void resumesWhenTheOldPasswordComesBackOrTheNewOneDoesNotCome() throws Exception {
    try (var fixture = new ReconcilerFixture(Architecture.NEW)) {
      var desired = ReconcilerFixture.desired();
      fixture.pass(desired);
      calls(fixture, ReconcilerFixture.rotating(desired, Rotation.PAUSED, "new"));
      assertThat(calls(fixture, desired)).isEqualTo("POST resume");

      calls(fixture, ReconcilerFixture.rotating(desired, Rotation.PAUSED, "new"));
      assertThat(calls(fixture, ReconcilerFixture.rotating(desired, Rotation.WAITING, "new")))
          .isEqualTo("POST resume");
    }
  }

  @Test
  void saysWhatItWaitsFor() throws Exception {
    try (var fixture = new ReconcilerFixture(Architecture.NEW)) {
      fixture.pass(ReconcilerFixture.desired());
      var rotating =
          ReconcilerFixture.rotating(ReconcilerFixture.desired(), Rotation.PAUSED, "new");
      var health = fixture.health(rotating, fixture.passes(rotating, 2, Duration.ofSeconds(2)));
      assertThat(health.ready().message())
          .isEqualTo("the changefeed is paused until Kafka accepts its new password");
      assertThat(health.flowing().message())
          .isEqualTo(
              "nothing reaches Kafka: the changefeed is paused until Kafka accepts its new"
                  + " password");
    }
  }

  private static String calls(ReconcilerFixture fixture, DesiredChangefeed desired)
      throws Exception {
    fixture.server.clearCalls();
    fixture.clock.advance(Duration.ofSeconds(2));
    fixture.pass(desired);
    return fixture.changes().isEmpty() ? "-" : String.join("+", fixture.changes());
  }
}
