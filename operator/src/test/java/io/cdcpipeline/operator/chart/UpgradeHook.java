package io.cdcpipeline.operator.chart;

import io.cdcpipeline.operator.real.RealApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** The account and the rights that the chart's upgrade hook has, on a real API server. */
public record UpgradeHook(List<HasMetadata> objects, String user, String kubeconfig) {

  /** Applies the hook's objects but for the Job. */
  public static UpgradeHook install(RealApi api, String namespace) {
    api.run("create", "namespace", namespace);
    var objects =
        Chart.crdHooks(HasMetadata.class, Map.of()).stream()
            .filter(object -> !(object instanceof Job))
            .toList();
    objects.forEach(object -> api.client().resource(object).serverSideApply());
    var account =
        Chart.crdHooks(Job.class, Map.of())
            .get(0)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getServiceAccountName();
    var token = api.kubectl("create", "token", account, "-n", namespace).strip();
    return new UpgradeHook(
        objects,
        "system:serviceaccount:%s:%s".formatted(namespace, account),
        kubeconfig(api, token));
  }

  /** The administrator's kubeconfig with another login. */
  private static String kubeconfig(RealApi api, String token) {
    try {
      var config =
          Serialization.unmarshal(
              Files.readString(api.kubeconfig()), io.fabric8.kubernetes.api.model.Config.class);
      config
          .getUsers()
          .forEach(
              user ->
                  user.setUser(
                      new io.fabric8.kubernetes.api.model.AuthInfoBuilder()
                          .withToken(token)
                          .build()));
      return Serialization.asYaml(config);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public void remove(RealApi api) {
    objects.forEach(object -> api.client().resource(object).delete());
  }
}
