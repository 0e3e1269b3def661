package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.TemplateMatrix;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setting of every component's template, as docs/pods.md says it, under strict field
 * validation of the real CRDs. ECK's leave a podTemplate without a schema, so those are also tried
 * as what they become.
 */
@Requires({REAL_API, OTHER_CRDS})
class TemplatesAcceptedIT {
  private static RealApi api;
  private static String namespace;

  @BeforeAll
  static void install() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", "tidb-operator-v1.6.6", "strimzi-1.2.0", "eck-3.5.0");
    namespace = api.namespace();
  }

  static Stream<Path> components() throws IOException {
    try (var files = Files.list(TemplateMatrix.folder())) {
      return files.filter(file -> !file.endsWith("settings.yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("components")
  void everySettingIsAccepted(Path component) {
    int accepted = 0;
    for (var setting : TemplateMatrix.read(component).properties()) {
      for (var child : setting.getValue().properties()) {
        if (!child.getKey().equals("refused")) {
          accept(component + ": " + setting.getKey(), child.getKey(), child.getValue());
          accepted++;
        }
      }
    }
    assertThat(accepted).isPositive();
  }

  private static void accept(String what, String child, JsonNode changes) {
    var changed = changed(child, changes);
    assertThatCode(() -> apply(changed)).as(what + " in " + child).doesNotThrowAnyException();
    podTemplate(changed, "/spec/nodeSets/0/podTemplate", what);
    podTemplate(changed, "/spec/daemonSet/podTemplate", what);
  }

  /** The minimal pipeline's child, changed; one that only a template makes is there as a whole. */
  private static GenericKubernetesResource changed(String child, JsonNode changes) {
    var whole = changes.path("");
    if (whole.isObject()) {
      return ManifestTemplate.of((ObjectNode) whole).build();
    }
    var file = Golden.resource("golden/minimal/out-%s.yaml".formatted(child.replace(' ', '-')));
    var manifest = ManifestTemplate.of((ObjectNode) TemplateMatrix.read(file));
    changes.properties().forEach(change -> manifest.set(change.getKey(), change.getValue()));
    return manifest.build();
  }

  private static void podTemplate(GenericKubernetesResource owner, String place, String what) {
    var template = api.client().getKubernetesSerialization().convertValue(owner, JsonNode.class);
    if (template.at(place).isObject()) {
      var pods = new GenericKubernetesResource();
      pods.setApiVersion("v1");
      pods.setKind("PodTemplate");
      pods.setMetadata(owner.getMetadata());
      pods.setAdditionalProperty("template", complete(template.at(place)));
      assertThatCode(() -> apply(pods)).as(what + " as a pod").doesNotThrowAnyException();
    }
  }

  /** With what ECK adds itself. */
  private static JsonNode complete(JsonNode template) {
    var whole = template.<ObjectNode>deepCopy();
    ((ObjectNode) whole.at("/spec/containers/0")).put("image", "image:1");
    return whole;
  }

  private static void apply(GenericKubernetesResource resource) {
    resource.getMetadata().setNamespace(namespace);
    api.client().resource(resource).dryRun().fieldValidation(STRICT).serverSideApply();
  }
}
