package io.cdcpipeline.operator.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmokeSettingsTest {
  @Test
  void aPipelineIsAllItNeeds() {
    var settings = SmokeSettings.from(Map.of("SMOKE_PIPELINE", "ns/shop"));
    assertThat(settings.namespace()).isEqualTo("ns");
    assertThat(settings.pipeline()).isEqualTo("shop");
    assertThat(settings.dashboards()).containsExactly("shop-dashboard");
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.skip()).isEmpty();
  }

  @Test
  void readsTheRest() {
    var settings =
        SmokeSettings.from(
            Map.of(
                "SMOKE_PIPELINE", "ns/shop",
                "SMOKE_SKIP", "panels, ticdc",
                "PROMETHEUS_URL", "http://prometheus:9090/",
                "GRAFANA_URL", "",
                "GRAFANA_SECRET", "monitoring/admin"));
    assertThat(settings.skip()).containsExactlyInAnyOrder("panels", "ticdc");
    assertThat(settings.prometheus()).contains("http://prometheus:9090");
    assertThat(settings.grafana()).isEmpty();
    assertThat(settings.grafanaSecret()).contains("monitoring/admin");
  }

  @ParameterizedTest
  @CsvSource({
    "SMOKE_PIPELINE, shop, namespace/name",
    "SMOKE_TIMEOUT, soon, seconds from 1 to 9999",
    "SMOKE_SKIP, sql, one of ticdc",
    "PROMETHEUS_URL, prometheus:9090, http:// or https:// URL",
    "GRAFANA_URL, http://admin:secret@grafana, without a login"
  })
  void namesAWrongSetting(String name, String value, String expected) {
    var environment = new java.util.HashMap<>(Map.of("SMOKE_PIPELINE", "ns/shop"));
    environment.put(name, value);
    assertThatThrownBy(() -> SmokeSettings.from(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(expected);
  }
}
