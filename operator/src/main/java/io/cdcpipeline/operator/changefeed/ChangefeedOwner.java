package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipeline;
import java.util.Optional;

/**
 * The pipeline that a changefeed is for, which the name of its Kafka client says: {@code
 * cdc-pipeline_<namespace>.<pipeline>_<cluster>}. Two clusters may have equal pipelines and one
 * TiCDC. Version 0.1 wrote no cluster.
 *
 * @param cluster id of this cluster
 * @param takeOver id of the cluster whose changefeed this pipeline takes over, "" for one without,
 *     null for none
 */
record ChangefeedOwner(String namespace, String pipeline, String cluster, String takeOver) {
  /** Annotation of a pipeline. */
  static final String TAKE_OVER = "cdcpipeline.io/take-over";

  private static final String PREFIX = "cdc-pipeline_";

  static ChangefeedOwner of(CdcPipeline pipeline, String cluster) {
    var metadata = pipeline.getMetadata();
    var annotations = metadata.getAnnotations();
    return new ChangefeedOwner(
        metadata.getNamespace(),
        metadata.getName(),
        cluster,
        annotations == null ? null : annotations.get(TAKE_OVER));
  }

  /** Unique: neither a namespace nor a pipeline name contains a dot or an underscore. */
  String mark() {
    return markIn(cluster);
  }

  String markWithoutCluster() {
    return PREFIX + namespace + "." + pipeline;
  }

  private String markIn(String id) {
    return id.isEmpty() ? markWithoutCluster() : markWithoutCluster() + "_" + id;
  }

  /**
   * Whether a changefeed has the mark of this pipeline.
   *
   * @param recorded whether this cluster recorded that it created or adopted it
   */
  boolean marked(Changefeed changefeed, boolean recorded) {
    var mark = changefeed.owner();
    return mark.equals(mark())
        || (takeOver != null && mark.equals(markIn(takeOver)))
        || (recorded && mark.equals(markWithoutCluster()));
  }

  /** The same, or it is this pipeline's according to the record, and lost its mark to an edit. */
  boolean owns(Changefeed changefeed, boolean recorded) {
    return marked(changefeed, recorded) || (recorded && !changefeed.owner().startsWith(PREFIX));
  }

  /** Says whose it is and how it can change hands. */
  String conflict(Changefeed changefeed) {
    var mark = changefeed.owner();
    var other = otherCluster(mark);
    if (other.isEmpty()) {
      return "changefeed %s is owned by another client: remove it, or give this pipeline another name"
          .formatted(changefeed.id());
    }
    var whose = other.get().isEmpty() ? "an unnamed cluster" : "cluster " + other.get();
    return ("changefeed %s belongs to the pipeline %s/%s of %s (this one is %s): give this pipeline"
            + " another name; to move the changefeed here, suspend the other cluster's"
            + " pipeline and annotate this one with %s: \"%s\"")
        .formatted(changefeed.id(), namespace, pipeline, whose, cluster, TAKE_OVER, other.get());
  }

  /** "" for a mark without one; empty for a mark of something else. */
  private Optional<String> otherCluster(String mark) {
    if (mark.equals(markWithoutCluster())) {
      return Optional.of("");
    }
    return mark.startsWith(markWithoutCluster() + "_")
        ? Optional.of(mark.substring(markWithoutCluster().length() + 1))
        : Optional.empty();
  }
}
