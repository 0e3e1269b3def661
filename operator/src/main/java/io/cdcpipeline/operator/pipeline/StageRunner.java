package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the stages in data-flow order; one that fails never stops the others. */
public final class StageRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);
  private final List<Stage> inOrder;
  private final RestartGrace restartGrace = new RestartGrace();

  public StageRunner(List<Stage> inOrder) {
    this.inOrder = List.copyOf(inOrder);
  }

  /** Runs every stage; returns the status of each, in data-flow order. */
  public Map<ConditionType, StageStatus> reconcile(StageContext start) {
    var statuses = new EnumMap<ConditionType, StageStatus>(ConditionType.class);
    for (var stage : inOrder) {
      var context = start.withEarlierStages(statuses);
      var status = attempt(stage, context);
      statuses.put(stage.type(), restartGrace.carryOver(context, stage.type(), status));
    }
    record(start, start.children()::saveRecord);
    return statuses;
  }

  /** What cannot be stored now is stored by the next reconcile, or goes with its namespace. */
  private static void record(StageContext context, Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException | StageException e) {
      LOG.atWarn()
          .addKeyValue("namespace", context.names().namespace())
          .addKeyValue("name", context.names().pipeline())
          .log("cannot record what the pipeline created: {}", e.getMessage());
    }
  }

  /**
   * Takes a step of removal: the changefeed first, because as long as it exists it holds back
   * TiDB's garbage collection, then the others against the flow. A stage that is not done stops
   * those behind it.
   *
   * @return true once nothing is left to do
   */
  public boolean cleanup(StageContext context) {
    var order = new ArrayList<>(inOrder);
    Collections.reverse(order);
    order.sort((a, b) -> Boolean.compare(isChangefeed(b), isChangefeed(a)));
    for (var stage : order) {
      if (!cleanup(stage, context)) {
        record(context, context.children()::saveRecord);
        return false;
      }
    }
    restartGrace.forget(context);
    if (context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      record(context, () -> context.appliedState().retain());
    }
    return true;
  }

  private static boolean isChangefeed(Stage stage) {
    return stage.type() == ConditionType.CHANGEFEED;
  }

  private static boolean cleanup(Stage stage, StageContext context) {
    try {
      return stage.cleanup(context) || givenUp(stage, context, "not gone yet");
    } catch (StageException e) {
      // Without the child's operator, or without permission, there is nothing we could remove.
      context.events().publish(Reason.CleanupTimedOut, stage.type() + ": " + e.getMessage());
      return true;
    } catch (KubernetesClientException e) {
      return givenUp(stage, context, e.getMessage());
    }
  }

  /** An operator that never finishes must not block the deletion of a namespace for ever. */
  private static boolean givenUp(Stage stage, StageContext context, String why) {
    var since = Instant.parse(context.pipeline().getMetadata().getDeletionTimestamp());
    boolean over = context.clock().instant().isAfter(since.plus(GIVE_UP_AFTER));
    if (over) {
      context.events().publish(Reason.CleanupTimedOut, stage.type() + ": " + why);
    }
    return over;
  }

  private static StageStatus attempt(Stage stage, StageContext context) {
    try {
      return stage.reconcile(context);
    } catch (StageException e) {
      return StageStatus.of(e);
    } catch (KubernetesClientException e) {
      return StageStatus.of(StageException.of(e));
    } catch (RejectedExecutionException e) {
      throw e; // The operator is stopping, which says nothing about the pipeline.
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("namespace", context.names().namespace())
          .addKeyValue("name", context.names().pipeline())
          .addKeyValue("stage", stage.type())
          .log("stage failed unexpectedly");
      return StageStatus.of(StageException.unexpected(e));
    }
  }
}
