package io.cdcpipeline.operator;

import io.cdcpipeline.operator.changefeed.ChangefeedStage;
import io.cdcpipeline.operator.consumer.ConsumerStage;
import io.cdcpipeline.operator.database.DatabaseStage;
import io.cdcpipeline.operator.kafka.KafkaStage;
import io.cdcpipeline.operator.monitoring.MonitoringStage;
import io.cdcpipeline.operator.pipeline.StageRunner;
import io.cdcpipeline.operator.search.SearchStage;
import java.util.List;

/** The stages as data flows through them: this list is the table of contents of the operator. */
final class DataFlow {
  private DataFlow() {}

  static StageRunner stages(OperatorConfig config) {
    return new StageRunner(
        List.of(
            new DatabaseStage(),
            new KafkaStage(),
            new ChangefeedStage(),
            new ConsumerStage(config.consumerImage()),
            new SearchStage(),
            new MonitoringStage()));
  }
}
