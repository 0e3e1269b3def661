package io.cdcpipeline.operator.naming;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of every child, and the selectors built from them. */
public final class Labels {
  public static final String PIPELINE = "cdcpipeline.io/pipeline";
  public static final String PIPELINE_NAMESPACE = "cdcpipeline.io/namespace";
  public static final String NAME = "app.kubernetes.io/name";
  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "cdc-pipeline-operator";

  /** Field manager of every server-side apply, and the controller's name. */
  public static final String FIELD_MANAGER = "cdc-pipeline-operator";

  /** Selects every child of every pipeline. */
  public static final String MANAGED = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /**
   * The labels of every child. Without {@link #INSTANCE}: Argo CD takes an object with it for part
   * of the application of that name, and prunes it unless it has an owner.
   */
  public static Map<String, String> of(ResourceNames names, ComponentName component) {
    var labels = new LinkedHashMap<>(selector(names, component));
    labels.remove(INSTANCE);
    labels.put("app.kubernetes.io/part-of", "cdc-pipeline");
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(PIPELINE, names.pipeline());
    return labels;
  }

  /** The labels that never change, for immutable selectors. */
  public static Map<String, String> selector(ResourceNames names, ComponentName component) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(NAME, "cdc-pipeline-" + component);
    labels.put(INSTANCE, names.pipeline());
    labels.put(COMPONENT, component.toString());
    return labels;
  }

  /** Whether a labelled child belongs to that component. */
  public static boolean isComponent(HasMetadata child, ComponentName component) {
    return component.toString().equals(child.getMetadata().getLabels().get(COMPONENT));
  }
}
