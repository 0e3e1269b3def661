package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.consumer.ConsumerChildren;
import io.cdcpipeline.operator.database.DatabaseChildren;
import io.cdcpipeline.operator.kafka.KafkaChildren;
import io.cdcpipeline.operator.monitoring.MonitoringChildren;
import io.cdcpipeline.operator.search.SearchChildren;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every object that a pipeline consists of once it is ready; pure, for whoever plans a change. */
public final class DesiredChildren {
  private DesiredChildren() {}

  /**
   * What the stages would answer with InvalidSpec, the first of each: a field's path, a colon, and
   * what to do. Schema and rules of the CRD cannot say it.
   *
   * @param pipeline with every default filled in
   * @param tidbV1 whether only TiDB Operator v1 is installed
   */
  public static List<String> problems(CdcPipeline pipeline, boolean tidbV1) {
    return Stream.of(
            DatabaseChildren.problem(pipeline, tidbV1),
            KafkaChildren.problem(pipeline),
            ConsumerChildren.problem(pipeline),
            SearchChildren.problem(pipeline))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The children in the order of the stages. Left out is what other namespaces get, the operator's
   * own bookkeeping, and a replay's Job; Secrets have no contents.
   *
   * @param pipeline with every default filled in
   * @param tidbV1 whether only TiDB Operator v1 is installed
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline, boolean tidbV1) {
    return Stream.of(
            DatabaseChildren.of(pipeline, tidbV1),
            KafkaChildren.of(pipeline),
            ConsumerChildren.of(pipeline),
            SearchChildren.of(pipeline),
            MonitoringChildren.of(pipeline))
        .flatMap(List::stream)
        .toList();
  }
}
