package io.cdcpipeline.operator.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.Redaction;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The consumer's configuration file: the columns it redacts. */
final class ConsumerConfigMap {
  static final String REDACT_FILE = "redact.json";
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ConsumerConfigMap.class, "configmap.yaml");

  private ConsumerConfigMap() {}

  static GenericKubernetesResource desired(ResourceNames names, CdcPipelineSpec spec) {
    return BASE.named(names, names.consumer(), ComponentName.CONSUMER)
        .setAll("/data", Map.of(REDACT_FILE, redactions(spec)))
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
