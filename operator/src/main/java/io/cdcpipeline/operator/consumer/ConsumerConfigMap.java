package io.cdcpipeline.operator.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.Json;
import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.Redaction;
import io.cdcpipeline.operator.child.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.UncheckedIOException;
import java.util.List;

/** The consumer's configuration file: which columns it hides. */
final class ConsumerConfigMap {
  static final String REDACT_FILE = "redact.json";
  private static final Manifest BASE = Manifest.load(ConsumerConfigMap.class, "configmap.yaml");

  private ConsumerConfigMap() {}

  static GenericKubernetesResource desired(Names names, CdcPipelineSpec spec) {
    return BASE.named(names, names.consumer(), ConsumerStage.COMPONENT)
        .set(redactions(spec), "data", REDACT_FILE)
        .build();
  }

  private static String redactions(CdcPipelineSpec spec) {
    try {
      var rules = spec.consumer().redact();
      return Json.JSON.writeValueAsString(rules == null ? List.<Redaction>of() : rules);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
