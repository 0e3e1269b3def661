package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The hops of a pipeline.
 *
 * @param hops null while nothing is expected to move
 * @param problem what DataFlowing says about the worst hop, if one holds changes up
 */
public record HopReport(List<HopStatus> hops, Optional<Verdict> problem) {
  public static final HopReport NONE = new HopReport(null, Optional.empty());

  /** Of the whole way; null if unknown. */
  Long lagSeconds() {
    return hops == null
        ? null
        : hops.stream()
            .map(HopStatus::lagSeconds)
            .filter(Objects::nonNull)
            .max(Long::compare)
            .orElse(null);
  }
}
