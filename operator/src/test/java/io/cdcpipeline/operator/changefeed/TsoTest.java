package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.Tso;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** TSOs are 64-bit numbers from end to end. */
class TsoTest {
  @Test
  void isExactBeyondDoublePrecision() {
    long tso = 470673987469312001L;
    assertThat((long) (double) tso).isNotEqualTo(tso);
    Instant instant = Tso.instant(tso);
    assertThat(Tso.of(instant.toEpochMilli(), tso & ((1 << 18) - 1))).isEqualTo(tso);
    assertThat(Tso.of(instant)).isLessThanOrEqualTo(tso);
    assertThat(Tso.instant(Tso.of(Instant.parse("2026-11-24T00:00:00.123Z"))))
        .isEqualTo(Instant.parse("2026-11-24T00:00:00.123Z"));
  }

  @Test
  void survivesJson() throws Exception {
    long tso = 470673987469312001L;
    var json =
        Json.JSON.readTree(
            "{\"id\":\"a\",\"checkpoint_ts\":470673987469312001,\"sink_uri\":\"kafka://k/t?a=b\"}");
    assertThat(ChangefeedJson.changefeed(json, SecretMasker.of(List.of())).checkpointTs())
        .isEqualTo(tso);
    ChangefeedState state = ChangefeedState.NONE.confirmed(tso);
    assertThat(ChangefeedState.parse(Optional.of(state.text()))).isEqualTo(state);
    String create = ChangefeedJson.create(ReconcilerFixture.desired(), tso);
    assertThat(create).contains("\"start_ts\":470673987469312001");
  }
}
