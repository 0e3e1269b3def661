package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class EventRecorderTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final ManualClock clock = new ManualClock(NOON);
  private CdcPipeline pipeline;
  private EventRecorder.ForPipeline events;

  @BeforeEach
  void create() {
    pipeline = GoldenCase.MINIMAL.pipeline();
    pipeline.getMetadata().setUid("uid-1");
    events = new EventRecorder(client, clock).forPipeline(pipeline);
  }

  @Test
  void anEventNamesItsPipelineAndIsAWarningIfSomethingIsWrong() {
    events.publish(Reason.Deleting, "removing the pipeline");
    events.publish(Reason.SinkUnreachable, "no broker");
    events.publish(Reason.CleanupTimedOut, "TiCDC does not answer");

    assertThat(written())
        .extracting(Event::getType, Event::getReason, Event::getMessage, Event::getFirstTimestamp)
        .containsExactlyInAnyOrder(
            tuple("Normal", "Deleting", "removing the pipeline", NOON.toString()),
            tuple("Warning", "SinkUnreachable", "no broker", NOON.toString()),
            tuple("Warning", "CleanupTimedOut", "TiCDC does not answer", NOON.toString()));
    assertThat(written())
        .allSatisfy(
            event -> {
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("CdcPipeline");
              assertThat(event.getInvolvedObject().getName()).isEqualTo("shop");
              assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-1");
            });
  }

  @Test
  void theSameMessageIsOneEventForTenMinutes() {
    events.publish(Reason.SinkUnreachable, "no broker");
    clock.advance(Duration.ofMinutes(9));
    events.publish(Reason.SinkUnreachable, "no broker");
    assertThat(written()).hasSize(1);

    events.publish(Reason.SinkUnreachable, "no topic");
    clock.advance(Duration.ofMinutes(1));
    events.publish(Reason.SinkUnreachable, "no broker");
    assertThat(written()).hasSize(3);
  }

  @Test
  void anotherPipelineOfTheSameNameHasItsOwnEvents() {
    events.publish(Reason.SinkUnreachable, "no broker");
    pipeline.getMetadata().setUid("uid-2");
    events.publish(Reason.SinkUnreachable, "no broker");

    assertThat(written()).hasSize(2);
  }

  /** The API server rejects messages of more than 1024 bytes. */
  @Test
  void aLongMessageIsTruncated() {
    events.publish(Reason.SinkUnreachable, "x".repeat(5000));

    assertThat(written()).extracting(event -> event.getMessage().length()).containsExactly(1000);
  }

  @Test
  void aRejectedEventDisturbsNothing() {
    server
        .expect()
        .post()
        .withPath("/api/v1/namespaces/shop/events")
        .andReturn(403, "{\"kind\":\"Status\",\"message\":\"forbidden\",\"code\":403}")
        .once();

    assertThatCode(() -> events.publish(Reason.SinkUnreachable, "no broker"))
        .doesNotThrowAnyException();
    assertThat(written()).isEmpty();
  }

  private List<Event> written() {
    return client.v1().events().inNamespace("shop").list().getItems();
  }
}
