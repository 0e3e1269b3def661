package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.FlapGrace;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;

/** What carries the changes: a Kafka of the pipeline's own, or topics in an existing one. */
public final class KafkaStage implements Stage {
  private final FlapGrace grace = new FlapGrace(ConditionType.KAFKA);
  private final ExistingKafkaTopics existing;
  private final KafkaLogins logins;

  public KafkaStage() {
    this(new KafkaTopicService(), KafkaLogins.Probe.BROKERS);
  }

  KafkaStage(TopicService topics, KafkaLogins.Probe probe) {
    existing = new ExistingKafkaTopics(topics);
    logins = new KafkaLogins(probe);
  }

  @Override
  public ConditionType type() {
    return ConditionType.KAFKA;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    boolean managed = context.spec().kafka().managed() != null;
    var status = managed ? managed(context) : existing.reconcile(context);
    var bootstrap = KafkaEndpoint.forConsumer(context.pipeline()).bootstrapServers();
    return status
        .withSection(StatusSections.of(new Endpoints(null, bootstrap, null, null)))
        .withSection(StatusSections.of(new SecretNames(null, null, secrets(context), null)));
  }

  private StageStatus managed(StageContext context) {
    var status = ManagedKafkaCluster.reconcile(context);
    var dampened = grace.dampen(context, status);
    return status.isReady() ? logins.check(context, status) : dampened;
  }

  @Override
  public boolean cleanup(StageContext context) {
    grace.forget(context.names());
    return context.spec().kafka().managed() == null
        || context.spec().deletionPolicy() == DeletionPolicy.RETAIN
        || ManagedKafkaCluster.remove(context);
  }

  private static List<String> secrets(StageContext context) {
    var names = context.names();
    var managed = context.spec().kafka().managed();
    if (managed == null) {
      var own = context.spec().kafka().existing().credentialsSecret();
      return own == null ? null : List.of(own);
    }
    return List.of(
        managed.tls() ? names.ticdcUser() : names.ticdcPasswordSecret(),
        names.consumerPasswordSecret());
  }
}
