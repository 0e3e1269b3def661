package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.StageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to look at the certificates of a pipeline's TiDB. A ready pipeline is reconciled every ten
 * seconds, and certificates that fitted need not be read each time; those that do not are, because
 * somebody may be putting them right.
 */
final class TidbCertificateLooks {
  private static final Duration FRESH_FOR = Duration.ofSeconds(45);

  private final Map<String, Instant> nextLooks = new ConcurrentHashMap<>();

  /** Everything that is wrong with the certificates; empty if they fit, or none are needed. */
  Optional<StageException> problem(StageContext context) {
    var now = context.clock().instant();
    if (!TidbTls.enabled(context.spec().database().managed())
        || now.isBefore(nextLooks.getOrDefault(key(context), Instant.MIN))) {
      return Optional.empty();
    }
    var problem = TidbTls.problem(context.names(), context.secrets(), now);
    if (problem.isPresent()) {
      forget(context);
    } else {
      nextLooks.put(key(context), now.plus(FRESH_FOR));
    }
    return problem;
  }

  void forget(StageContext context) {
    nextLooks.remove(key(context));
  }

  private static String key(StageContext context) {
    return context.pipeline().getMetadata().getUid();
  }
}
