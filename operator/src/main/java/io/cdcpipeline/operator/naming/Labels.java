package io.cdcpipeline.operator.naming;

import java.util.LinkedHashMap;
import java.util.Map;

/** Labels that every child carries, and the selectors made of them. */
public final class Labels {
  public static final String PIPELINE = "cdcpipeline.io/pipeline";
  public static final String PIPELINE_NAMESPACE = "cdcpipeline.io/namespace";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "cdc-pipeline-operator";

  /** Field manager of every server-side apply, and the controller's name. */
  public static final String FIELD_MANAGER = "cdc-pipeline-operator";

  public static final String MANAGED = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  public static Map<String, String> of(ResourceNames names, String component) {
    var labels = new LinkedHashMap<>(selector(names, component));
    labels.put("app.kubernetes.io/part-of", "cdc-pipeline");
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(PIPELINE, names.pipeline());
    return labels;
  }

  /** The part of the labels that never changes, for immutable selectors. */
  public static Map<String, String> selector(ResourceNames names, String component) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("app.kubernetes.io/name", "cdc-pipeline-" + component);
    labels.put(INSTANCE, names.pipeline());
    labels.put(COMPONENT, component);
    return labels;
  }
}
