package io.cdcpipeline.operator.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodRulesTest {
  private static final PodRules RULES =
      PodRules.of("spec.x.template")
          .owningKeys("strimzi.io/")
          .owningVariables("PORT", "KAFKA_*")
          .refusing(PodSetting.STARTUP_PROBE, "no such probe")
          .refusing("container.env[].valueFrom.fieldRef", "no fields");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{metadata: {labels: {strimzi.io/cluster: x}}} | metadata.labels[strimzi.io/cluster]: keys"
            + " with strimzi.io/ belong to the operators that run these pods: choose another",
        "{metadata: {annotations: {cdcpipeline.io/checksum: x}}} |"
            + " metadata.annotations[cdcpipeline.io/checksum]: keys with cdcpipeline.io/ belong to"
            + " the operators that run these pods: choose another",
        "{metadata: {labels: {app.kubernetes.io/name: x}}} |"
            + " metadata.labels[app.kubernetes.io/name]: keys with app.kubernetes.io/ belong to the"
            + " operators that run these pods: choose another",
        "{container: {env: [{name: A}, {name: PORT, value: '1'}]}} | container.env[1].name: PORT"
            + " belongs to the operator: remove it",
        "{container: {env: [{name: KAFKA_OPTS}]}} | container.env[0].name: KAFKA_OPTS belongs to"
            + " the operator: remove it",
        "{container: {env: [{name: A}, {name: A}]}} | container.env[1].name: A is given twice:"
            + " remove one",
        "{container: {env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]}} |"
            + " container.env[0].valueFrom.fieldRef: no fields",
        "{container: {probes: {startup: {periodSeconds: 3}}}} | container.probes.startup: no such"
            + " probe",
        "{container: {probes: {liveness: {successThreshold: 2}}}} |"
            + " container.probes.liveness.successThreshold: must be 1; only readiness may have"
            + " more",
        "{pod: {tolerations: [{operator: Exists, key: a, value: b}]}} | pod.tolerations[0].value:"
            + " operator Exists compares no value: remove it, or use Equal",
        "{pod: {tolerations: [{value: b}]}} | pod.tolerations[0].key: missing: only operator Exists"
            + " tolerates every taint",
        "{pod: {tolerations: [{key: a, tolerationSeconds: 3}]}} |"
            + " pod.tolerations[0].tolerationSeconds: needs effect NoExecute",
        "{pod: {securityContext: {seccompProfile: {type: Localhost}}}} |"
            + " pod.securityContext.seccompProfile.localhostProfile: missing: type Localhost needs"
            + " it",
        "{pod: {affinity: {podAffinity: {required: []}}}} | pod.affinity.podAffinity.required:"
            + " there is no such field; known are requiredDuringSchedulingIgnoredDuringExecution,"
            + " preferredDuringSchedulingIgnoredDuringExecution",
        "{pod: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{}]}}}} |"
            + " pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey:"
            + " missing",
        "{pod: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution:"
            + " [{weight: heavy, preference: {}}]}}}} |"
            + " pod.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight:"
            + " must be a number",
        "{pod: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Is}]}]}}}}} |"
            + " pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
            + ".nodeSelectorTerms[0].matchExpressions[0].operator: must be one of In,"
            + " NotIn, Exists, DoesNotExist, Gt, Lt",
        "{pod: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: {}}}}}} |"
            + " pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
            + ".nodeSelectorTerms: must be a list with at least one item",
      })
  void refusalsNameTheField(String template, String problem) throws IOException {
    assertThat(RULES.problem(parse(template))).contains("spec.x.template." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{metadata: {labels: {example.com/team: x}}}",
        "{container: {env: [{name: TRANSPORT}], probes: {startup: {}, readiness: {successThreshold:"
            + " 3}}}}",
        "{pod: {tolerations: [{operator: Exists}, {key: a, value: b, effect: NoExecute,"
            + " tolerationSeconds: 3}]}}",
        "{pod: {affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight:"
            + " 1, podAffinityTerm: {topologyKey: zone, namespaceSelector: {}, namespaces: [shop],"
            + " matchLabelKeys: [pod-template-hash]}}]}}}}",
      })
  void everythingElseIsAccepted(String template) throws IOException {
    assertThat(RULES.problem(parse(template))).isEmpty();
    assertThat(RULES.problem(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // no affinity yet
        "{} | [{matchExpressions: [{key: arch, operator: In, values: [arm]}]}]",
        // terms are alternatives: each of them gets the selector
        "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
            + " [{matchFields: []}, {matchExpressions: [{key: b, operator: Exists}]}]}}} |"
            + " [{matchFields: [], matchExpressions: [{key: arch, operator: In, values: [arm]}]},"
            + " {matchExpressions: [{key: b, operator: Exists}, {key: arch, operator: In, values:"
            + " [arm]}]}]",
      })
  void aNodeSelectorBecomesAnAffinity(String affinity, String terms) throws IOException {
    var template = parse("{pod: {nodeSelector: {arch: arm}, affinity: %s}}".formatted(affinity));

    var pod = NodeAffinity.withoutNodeSelector(template).pod();

    assertThat(pod.nodeSelector()).isNull();
    var required =
        pod.affinity().nodeAffinity().get("requiredDuringSchedulingIgnoredDuringExecution");
    assertThat(Json.JSON.valueToTree(required).path("nodeSelectorTerms"))
        .isEqualTo(Json.YAML.readTree(terms));
  }

  private static PodTemplate parse(String yaml) throws IOException {
    return Json.YAML.readValue(yaml, PodTemplate.class);
  }
}
