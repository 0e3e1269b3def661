package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.TemplateMatrix;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidbPodsTest {
  @ParameterizedTest
  @ValueSource(strings = {"pd", "tikv", "tidb", "ticdc"})
  void everySettingInVersion2(String component) {
    TemplateMatrix.assertSettings(
        component + "-v2",
        place(component),
        pipeline -> TidbV2Manifests.problem(pipeline.getSpec().database().managed()),
        pipeline ->
            with(
                accounts(pipeline),
                TidbV2Manifests.pd(pipeline),
                TidbV2Manifests.tikv(pipeline),
                TidbV2Manifests.tidb(pipeline),
                TidbV2Manifests.ticdc(pipeline)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pd", "tikv", "tidb", "ticdc"})
  void everySettingInVersion1(String component) {
    TemplateMatrix.assertSettings(
        component + "-v1",
        place(component),
        pipeline -> TidbV1Pods.problem(pipeline.getSpec().database().managed()),
        pipeline -> with(accounts(pipeline), TidbV1Manifests.desired(pipeline, null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pod: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable:"
            + " ScheduleAnyway}]} | pod.topologySpreadConstraints: TiDB Operator v1 knows only"
            + " whenUnsatisfiable: DoNotSchedule",
        "pod: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable:"
            + " DoNotSchedule, nodeTaintsPolicy: Honor}]} |"
            + " pod.topologySpreadConstraints[0].nodeTaintsPolicy: TiDB Operator v1 has no such"
            + " field: remove it",
        "container: {probes: {readiness: {timeoutSeconds: 3}}} |"
            + " container.probes.readiness.timeoutSeconds: TiDB Operator v1 has no such field:"
            + " remove it",
      })
  void version1TakesLessThanVersion2(String template, String problem) {
    var database =
        GoldenCase.MINIMAL
            .pipelineWith("{database: {managed: {tidb: {template: {" + template + "}}}}}")
            .getSpec()
            .database()
            .managed();

    assertThat(TidbV1Pods.problem(database))
        .contains("spec.database.managed.tidb.template." + problem);
    assertThat(TidbV2Manifests.problem(database)).isEmpty();
  }

  /** Those that the templates of a pipeline ask for. */
  static List<GenericKubernetesResource> accounts(CdcPipeline pipeline) {
    return TidbPods.components(pipeline.getSpec().database().managed()).entrySet().stream()
        .filter(c -> PodServiceAccount.isWanted(c.getValue().template()))
        .map(c -> TidbPods.serviceAccountManifest(pipeline, c.getKey(), c.getValue()))
        .toList();
  }

  private static String place(String component) {
    return "database.managed." + component + ".template";
  }

  private static List<GenericKubernetesResource> with(
      List<GenericKubernetesResource> some, GenericKubernetesResource... others) {
    return new ArrayList<>(Stream.concat(some.stream(), Stream.of(others)).toList());
  }
}
