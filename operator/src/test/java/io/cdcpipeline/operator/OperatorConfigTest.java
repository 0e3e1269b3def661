package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
  @Test
  void everySettingHasADefault() {
    var config = OperatorConfig.from(Map.of());

    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.metrics()).isEqualTo(new InetSocketAddress(8080));
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.logLevel()).isEqualTo("INFO");
  }

  @Test
  void alertsLinkToThisProjectOrToTheGivenPage() {
    assertThat(OperatorConfig.from(Map.of("RUNBOOK_URL", "")).runbookUrl())
        .isEqualTo(OperatorConfig.DEFAULT_RUNBOOK_URL)
        .endsWith("/docs/troubleshooting.md");
    assertThat(
            OperatorConfig.from(Map.of("RUNBOOK_URL", "https://wiki.example.com/a")).runbookUrl())
        .isEqualTo("https://wiki.example.com/a");
  }

  @Test
  void readsCommaSeparatedNamespaces() {
    assertThat(OperatorConfig.from(Map.of("WATCH_NAMESPACES", "a, b,")).watchNamespaces())
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "WATCH_NAMESPACES, Shop",
    "IMAGE_PULL_SECRETS, Pull_Secret",
    "KUBECONFIG, /no/such/file",
    "METRICS_PORT, x",
    "METRICS_PORT, 70000",
    "METRICS_HOST, no.such.host.invalid",
    "LEADER_ELECTION, yes",
    "LOG_LEVEL, LOUD",
    "RUNBOOK_URL, wiki",
    "RUNBOOK_URL, https://wiki.example.com/alerts#top",
    "AUDIT_GRACE_SECONDS, 10m",
    "AUDIT_GRACE_SECONDS, 19",
    "AUDIT_GRACE_SECONDS, 86401",
  })
  void anInvalidValueIsNamed(String setting, String value) {
    assertThatThrownBy(() -> OperatorConfig.from(Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value)
        .hasMessageContaining("must be");
  }

  @Test
  void helpListsEverySetting() {
    assertThat(OperatorConfig.HELP)
        .contains("WATCH_NAMESPACES", "METRICS_PORT", "LEADER_ELECTION", "LOG_LEVEL", "KUBECONFIG");
  }
}
