package io.cdcpipeline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The Secrets of a pipeline: its own, those that its spec names, and those of other operators. */
record KnownSecrets(Cluster cluster) {

  /** Those that may be read. */
  List<Secret> of(GenericKubernetesResource pipeline) {
    var namespace = pipeline.getMetadata().getNamespace();
    var name = pipeline.getMetadata().getName();
    var named = named(Json.JSON.<JsonNode>valueToTree(pipeline));
    var secrets = new ArrayList<Secret>();
    try {
      for (var secret : cluster.ask(c -> c.secrets().inNamespace(namespace).list()).getItems()) {
        var labels = secret.getMetadata().getLabels();
        boolean ours = labels != null && name.equals(labels.get(Labels.PIPELINE));
        if (ours
            || named.contains(secret.getMetadata().getName())
            || secret.getMetadata().getName().startsWith(name + "-")) {
          secrets.add(secret);
        }
      }
    } catch (CliException e) {
      // Whoever may not list Secrets has none to mask: texts that look like one still are.
      return List.of();
    }
    return secrets;
  }

  /** The values of fields such as credentialsSecret and caSecret, and the names in the status. */
  private static Set<String> named(JsonNode node) {
    var names = new TreeSet<String>();
    for (var field : node.properties()) {
      if (field.getKey().endsWith("Secret") && field.getValue().isTextual()) {
        names.add(field.getValue().asText());
      }
    }
    node.at("/status/secrets").findValuesAsText("databaseRoot").forEach(names::add);
    node.forEach(child -> names.addAll(named(child)));
    return names;
  }
}
