package io.cdcpipeline.cli;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** People with the rules of a few Roles and no other rights, on a real API server. */
final class RestrictedUsers {
  private static final String NAMESPACE = "people";

  private final KubernetesClient admin;
  private final Path folder;
  private int count;

  RestrictedUsers(KubernetesClient admin, Path folder) {
    this.admin = admin;
    this.folder = folder;
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  /**
   * The environment of a new one, once the API server knows the rights.
   *
   * @param roles the rules by namespace
   */
  Map<String, String> with(Map<String, List<PolicyRule>> roles) throws IOException {
    var name = "user-" + ++count;
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build())
        .create();
    roles.forEach((namespace, rules) -> grant(name, namespace, rules));
    return Map.of("KUBECONFIG", kubeconfig(name).toString());
  }

  private void grant(String name, String namespace, List<PolicyRule> rules) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("", "ServiceAccount", name, NAMESPACE)
                .build())
        .create();
    if (!rules.isEmpty()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> may(name, namespace, rules.get(0)));
    }
  }

  private boolean may(String name, String namespace, PolicyRule rule) {
    var resource = rule.getResources().get(0).split("/", 2);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + NAMESPACE + ":" + name)
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withGroup(rule.getApiGroups().get(0))
            .withResource(resource[0])
            .withSubresource(resource.length == 1 ? null : resource[1])
            .withVerb(rule.getVerbs().get(0))
            .endResourceAttributes()
            .endSpec()
            .build();
    return admin.authorization().v1().subjectAccessReview().create(review).getStatus().getAllowed();
  }

  private Path kubeconfig(String name) throws IOException {
    var token =
        admin
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withName(name)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    var config = admin.getConfiguration();
    return Files.writeString(
        folder.resolve(name),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: api, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: it, user: {token: "%s"}}]
        contexts: [{name: it, context: {cluster: api, user: it}}]
        current-context: it
        """
            .formatted(config.getMasterUrl(), config.getCaCertFile(), token));
  }
}
