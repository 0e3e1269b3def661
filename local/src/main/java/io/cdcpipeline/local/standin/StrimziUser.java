package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Conditions;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.local.kafka.AclRule;
import io.cdcpipeline.local.kafka.UserSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies a KafkaUser with SCRAM-SHA-512 in the broker: the password from the Secret it names, and
 * its ACLs.
 */
record StrimziUser(Cluster cluster, Brokers brokers)
    implements ObjectLoop.Work<GenericKubernetesResource> {

  @Override
  public boolean reconcile(GenericKubernetesResource user) {
    if (brokers.broker(Strimzi.clusterOf(user)).isEmpty()) {
      return Strimzi.clusterOf(user).isEmpty();
    }
    String secret =
        user.get("spec", "authentication", "password", "valueFrom", "secretKeyRef", "name");
    String key = user.get("spec", "authentication", "password", "valueFrom", "secretKeyRef", "key");
    Optional<String> password = cluster.secret(String.valueOf(secret), String.valueOf(key));
    Conditions conditions = new Conditions(user);
    Map<String, Object> status = new LinkedHashMap<>();
    if (password.isPresent()) {
      apply(user, password.get());
      conditions.add("Ready", true, "", "");
      status.put("username", user.getMetadata().getName());
      status.put("secret", user.getMetadata().getName());
    } else {
      String where = "Secret %s in namespace %s not found".formatted(secret, cluster.namespace());
      conditions.add("NotReady", true, "ExecutionException", where);
    }
    status.put("conditions", conditions.list());
    status.put("observedGeneration", user.getMetadata().getGeneration());
    cluster.writeStatus(user, status);
    return password.isPresent();
  }

  private void apply(GenericKubernetesResource user, String password) {
    String name = user.getMetadata().getName();
    UserSpec spec = new UserSpec(name, password, rules(user));
    Strimzi.withAdmin(
        brokers,
        user,
        admin -> {
          admin.users().apply(spec);
          return true;
        });
    String login =
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
            + " password=\"%s\";";
    cluster.applySecret(
        user,
        name,
        Map.of("password", password, "sasl.jaas.config", login.formatted(name, password)));
  }

  private static List<AclRule> rules(GenericKubernetesResource user) {
    List<AclRule> rules = new ArrayList<>();
    if (user.get("spec", "authorization", "acls") instanceof List<?> acls) {
      for (Object acl : acls) {
        if (acl instanceof Map<?, ?> map && map.get("resource") instanceof Map<?, ?> resource) {
          rules.add(
              new AclRule(
                  text(resource, "type"),
                  text(resource, "name"),
                  text(resource, "patternType"),
                  ((List<?>) map.get("operations")).stream().map(Object::toString).toList()));
        }
      }
    }
    return rules;
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) == null ? "" : map.get(key).toString();
  }

  @Override
  public void remove(GenericKubernetesResource user) {
    if (brokers.broker(Strimzi.clusterOf(user)).isPresent()) {
      Strimzi.withAdmin(
          brokers,
          user,
          admin -> {
            admin.users().remove(user.getMetadata().getName());
            return true;
          });
    }
  }
}
