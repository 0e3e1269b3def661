package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitoringChildrenTest {
  private static final String RUNBOOK = OperatorConfig.DEFAULT_RUNBOOK_URL;
  private static final ElasticsearchEndpoint READER =
      new ElasticsearchEndpoint(
          "https://shop-es-http.shop.svc:9200",
          Optional.of(new ElasticsearchEndpoint.User("cdc-reader", "a$b")),
          Optional.of("-PEM-\n"));

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void monitors(GoldenCase golden) {
    MonitorManifests.desired(golden.pipeline())
        .forEach(child -> golden.assertChild(child, getClass()));
  }

  @Test
  void ticdcIsScrapedWithACertificateWhereItAsksForOne() {
    var pipeline = GoldenCase.MINIMAL.pipelineWith("{database: {managed: {tls: true}}}");

    MonitorManifests.desired(pipeline).stream()
        .filter(child -> child.getMetadata().getName().equals("shop-ticdc"))
        .forEach(child -> Golden.assertChild("encrypted", child, getClass()));
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void rules(GoldenCase golden) {
    golden.assertChild(AlertRulesManifest.desired(golden.pipeline(), RUNBOOK), getClass());
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void dataSource(GoldenCase golden) {
    golden.assertChild(dataSourceOf(golden), getClass());
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyAlertHasAPipelineADescriptionAndASectionInTheRunbook(GoldenCase golden)
      throws IOException {
    var guide = Files.readString(Golden.root().resolve("docs/troubleshooting.md"));

    assertThat(rulesOf(golden.pipeline()))
        .hasSizeGreaterThan(13)
        .allSatisfy(
            rule -> {
              var alert = rule.get("alert").asText();
              assertThat(rule.at("/annotations/summary").asText()).contains("shop/shop");
              assertThat(rule.at("/annotations/description").asText()).hasSizeGreaterThan(20);
              assertThat(rule.at("/labels/severity").asText()).isIn("info", "warning", "critical");
              assertThat(rule.at("/labels/namespace").asText()).isEqualTo("shop");
              assertThat(rule.at("/labels/pipeline").asText()).isEqualTo("shop");
              assertThat(rule.at("/annotations/runbook_url").asText())
                  .isEqualTo(RUNBOOK + "#" + alert.toLowerCase(Locale.ROOT));
              assertThat(guide).contains("\n### " + alert + "\n");
            })
        .extracting(rule -> rule.get("alert").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void everySectionOfTheRunbookIsAnAlerts() throws IOException {
    var guide = Files.readString(Golden.root().resolve("docs/troubleshooting.md"));
    var alerts = guide.substring(guide.indexOf("\n## Alerts\n"));
    var sections =
        Pattern.compile("(?m)^### (\\w+)$")
            .matcher(alerts.substring(0, alerts.indexOf("\n## ", 1)))
            .results()
            .map(m -> m.group(1));

    assertThat(rulesOf(GoldenCase.FULL.pipeline()))
        .extracting(rule -> rule.get("alert").asText())
        .containsExactlyInAnyOrderElementsOf(sections.toList());
  }

  @Test
  void aSuspendedPipelineKeepsTheClockOfItsData() {
    var alerts = alertsWith("suspend: true");

    assertThat(alerts)
        .contains("CdcResumeDeadlineNear", "CdcOperatorAbsent", "CdcDeadLetters")
        .doesNotContain("CdcPipelineNotReady", "CdcChangefeedPaused", "CdcCheckpointLagHigh");
  }

  @Test
  void consumersThatNobodyWantsAreNotStuck() {
    assertThat(alertsWith("consumer: {replicas: 0}"))
        .contains("CdcTopicRetentionNear")
        .doesNotContain("CdcConsumerStuck", "CdcConsumerHopLate", "CdcConsumerNotScraped");
  }

  @Test
  void aNumberOfRecordsIsNoAlertUnlessTheSpecNamesOne() {
    assertThat(alertsWith("{}")).doesNotContain("CdcConsumerLagHigh");
    assertThat(alertsWith("monitoring: {thresholds: {lagRecords: 9}}"))
        .contains("CdcConsumerLagHigh");
  }

  private static List<String> alertsWith(String spec) {
    return rulesOf(GoldenCase.MINIMAL.pipelineWith(spec)).findValuesAsText("alert");
  }

  private static JsonNode rulesOf(CdcPipeline pipeline) {
    JsonNode manifest = Json.JSON.valueToTree(AlertRulesManifest.desired(pipeline, RUNBOOK));
    return manifest.at("/spec/groups/0/rules");
  }

  @Test
  void grafanaTakesPasswordsLiterally() throws IOException {
    var secret = dataSourceOf(GoldenCase.MINIMAL);
    var data = secret.<Map<String, String>>get("data");
    var file =
        new String(
            Base64.getDecoder().decode(data.get("cdc.shop.shop.yaml")), StandardCharsets.UTF_8);
    JsonNode source = Json.YAML.readTree(file).at("/datasources/0");

    assertThat(source.at("/secureJsonData/basicAuthPassword").asText()).isEqualTo("a$$b");
    assertThat(source.at("/jsonData/timeField").asText()).isEqualTo("@timestamp");
    assertThat(Json.YAML.readTree(file).get("prune").asBoolean()).isTrue();
    assertThat(secret.getMetadata().getLabels()).containsEntry("grafana_datasource", "1");
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("monitoring");
  }

  @Test
  void namesInGrafanaAreUniqueAndShortEnough() {
    var one = new GrafanaNames(new ResourceNames("a-b", "c"));
    var other = new GrafanaNames(new ResourceNames("a", "b-c"));
    var longest = new GrafanaNames(new ResourceNames("n".repeat(63), "p".repeat(27)));

    assertThat(one.dataSourceSecret()).isNotEqualTo(other.dataSourceSecret());
    assertThat(one.dashboardUid()).isNotEqualTo(other.dashboardUid());
    assertThat(longest.dashboardUid()).hasSizeLessThanOrEqualTo(40);
    assertThat(longest.dataSourceUid()).hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void aUsersLabelsCannotReplaceOurs() {
    var pipeline = GoldenCase.FULL.pipeline();
    pipeline.getSpec().monitoring().labels().put("cdcpipeline.io/pipeline", "theirs");

    assertThat(AlertRulesManifest.desired(pipeline, RUNBOOK).getMetadata().getLabels())
        .containsEntry("cdcpipeline.io/pipeline", "shop")
        .containsEntry("team", "data");
  }

  private static GenericKubernetesResource dataSourceOf(GoldenCase golden) {
    var pipeline = golden.pipeline();
    return GrafanaDataSource.desired(ResourceNames.of(pipeline), "monitoring", READER);
  }
}
