package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects one pipeline created. Only these are written to or deleted: a name and a label can
 * be anybody's.
 */
final class Origin {
  private final ResourceNames names;
  private final ChildRecord record;

  Origin(ResourceNames names, ChildRecord record) {
    this.names = names;
    this.record = record;
  }

  /**
   * Whether this pipeline created the object: our field manager says so, or, where a backup lost
   * that, our labels and our own record together.
   */
  boolean isOurs(HasMetadata live) {
    if (otherPipeline(live).isPresent()) {
      return false;
    }
    return isApplied(live) || (isLabelled(live) && record.contains(live));
  }

  /**
   * Whether this pipeline may write to the object: it is ours, or a Secret with our labels that no
   * record is left of. Such a Secret comes back from a backup with the only copy of a password.
   */
  boolean mayApply(HasMetadata live) {
    boolean secret = ResourceKind.SECRET.kind().equals(live.getKind());
    return isOurs(live) || (secret && isLabelled(live) && otherPipeline(live).isEmpty());
  }

  /**
   * Refuses an object that this pipeline must not write to.
   *
   * @throws StageException with NameConflict, which names the owner where it is another pipeline
   */
  void requireOurs(HasMetadata live) {
    if (!mayApply(live)) {
      record.remove(live);
      throw nameConflict(live);
    }
  }

  /** Whether this operator has ever applied the object, for whichever pipeline. */
  static boolean isApplied(HasMetadata live) {
    var fields = live.getMetadata().getManagedFields();
    return fields != null
        && fields.stream().anyMatch(f -> Labels.FIELD_MANAGER.equals(f.getManager()));
  }

  private boolean isLabelled(HasMetadata live) {
    var labels = labels(live);
    return Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
        && names.pipeline().equals(labels.get(Labels.PIPELINE));
  }

  /** The pipeline, as namespace/name, that an object belongs to according to labels or owner. */
  private Optional<String> otherPipeline(HasMetadata live) {
    var labels = labels(live);
    var namespace =
        labels.getOrDefault(Labels.PIPELINE_NAMESPACE, live.getMetadata().getNamespace());
    var owner =
        live.getMetadata().getOwnerReferences().stream()
            .filter(o -> o.getKind().equals(HasMetadata.getKind(CdcPipeline.class)))
            .map(o -> o.getName())
            .findFirst();
    return Optional.ofNullable(labels.get(Labels.PIPELINE))
        .or(() -> owner)
        .map(pipeline -> namespace + "/" + pipeline)
        .filter(pipeline -> !pipeline.equals(names.namespace() + "/" + names.pipeline()));
  }

  private StageException nameConflict(HasMetadata live) {
    var what = live.getKind() + " " + live.getMetadata().getName();
    return new StageException(
        Reason.NameConflict,
        otherPipeline(live)
                .filter(other -> isApplied(live))
                .map(
                    other ->
                        what + " belongs to pipeline " + other + ": rename its counterpart here")
                .orElse(what + " exists and is not managed by this operator: delete or rename it")
            + ", or give the pipeline another name");
  }

  private static Map<String, String> labels(HasMetadata live) {
    var labels = live.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }
}
