package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.StageContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The password of a managed TiDB's root, which only root itself can change: its Secret also keeps
 * the one that TiDB accepted last, with which the operator logs in to set a new one.
 *
 * @param password the one that root is to have
 * @param accepted the one that TiDB accepted last; null before the first login
 */
record RootPassword(String password, String accepted) {
  static final String USERNAME = "root";

  /** Generated on first use, and again when somebody deletes it from the Secret. */
  static RootPassword of(StageContext context) {
    var name = context.names().databaseRootSecret();
    var content =
        context
            .secrets()
            .generated(
                name,
                ComponentName.DATABASE,
                others(null),
                Set.of(SecretStore.ACCEPTED_PASSWORD),
                true);
    return new RootPassword(content.get("password"), content.get(SecretStore.ACCEPTED_PASSWORD));
  }

  /** TiDB has the password; nothing happens if somebody has changed the Secret meanwhile. */
  void recordAccepted(StageContext context) {
    var name = context.names().databaseRootSecret();
    boolean current = password.equals(context.secrets().readOwn(name).get("password"));
    if (current && !password.equals(accepted)) {
      var content = new TreeMap<>(others(password));
      content.put("password", password);
      context.secrets().apply(name, ComponentName.DATABASE, content, true);
    }
  }

  private static Map<String, String> others(String accepted) {
    return accepted == null
        ? Map.of("username", USERNAME)
        : Map.of("username", USERNAME, SecretStore.ACCEPTED_PASSWORD, accepted);
  }
}
