package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stages in data-flow order; one that fails never stops the others. */
public final class StageRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);
  private final List<Stage> inOrder;
  private final RestartGrace firstLook = new RestartGrace();

  public StageRunner(List<Stage> inOrder) {
    this.inOrder = List.copyOf(inOrder);
  }

  /** Runs every stage and puts how it stands into the context's settled map. */
  public void reconcile(StageContext context) {
    for (var stage : inOrder) {
      var status = attempt(stage, context);
      context.earlierStages().put(stage.type(), firstLook.carryOver(context, stage.type(), status));
    }
  }

  /**
   * Takes a step of removal: the changefeed first, because a living one holds TiDB's garbage
   * collection, then the others against the flow. A stage that is not done stops those behind it.
   */
  public boolean cleanup(StageContext context) {
    var order = new ArrayList<>(inOrder);
    Collections.reverse(order);
    order.sort((a, b) -> Boolean.compare(changefeed(b), changefeed(a)));
    for (var stage : order) {
      if (!clean(stage, context)) {
        return false;
      }
    }
    firstLook.forget(context);
    return true;
  }

  private static boolean changefeed(Stage stage) {
    return stage.type() == ConditionType.CHANGEFEED;
  }

  private static boolean clean(Stage stage, StageContext context) {
    try {
      return stage.cleanup(context) || abandoned(stage, context, "not gone yet");
    } catch (StageException e) {
      // Without its operator or the rights there is nothing that we could remove.
      context.events().publish(Reason.CleanupTimedOut, stage.type() + ": " + e.getMessage());
      return true;
    } catch (KubernetesClientException e) {
      return abandoned(stage, context, e.getMessage());
    }
  }

  /** Whether to give up: an operator that never finishes must not hold a namespace for ever. */
  private static boolean abandoned(Stage stage, StageContext context, String why) {
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
      return StageStatus.of(e.reason(), e.getMessage());
    } catch (KubernetesClientException e) {
      return apiError(e);
    } catch (RejectedExecutionException e) {
      throw e; // the operator is stopping; the pipeline's status is no worse for it
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("namespace", context.names().namespace())
          .addKeyValue("name", context.names().pipeline())
          .addKeyValue("stage", stage.type())
          .log("stage failed unexpectedly");
      return StageStatus.of(
          Reason.InternalError, e.getClass().getSimpleName() + ": see the operator's log");
    }
  }

  private static StageStatus apiError(KubernetesClientException e) {
    var reason =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? Reason.Forbidden : Reason.ApiError;
    var status = e.getStatus();
    return StageStatus.of(
        reason,
        status != null && status.getMessage() != null ? status.getMessage() : e.getMessage());
  }
}
