package io.cdcpipeline.local.elasticsearch;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Users and roles in the files that ECK also uses. Elasticsearch notices a change within a few
 * seconds; until then it answers 401 or 403.
 */
public final class FileRealm {
  private static final int COST = 10;

  private final Path config;
  private final Map<String, String> hashes = new TreeMap<>();

  FileRealm(Path config) {
    this.config = config;
  }

  /** A user of the file realm and its roles. */
  public record User(String name, String password, List<String> roles) {
    /** Without the password. */
    @Override
    public String toString() {
      return "User[name=" + name + ", roles=" + roles + "]";
    }
  }

  /**
   * Replaces all users and roles.
   *
   * @param rolesYaml the text of a {@code roles.yml}
   */
  public synchronized void replace(List<User> users, String rolesYaml) {
    List<String> passwords = new ArrayList<>();
    Map<String, List<String>> roles = new TreeMap<>();
    for (User user : users) {
      passwords.add(user.name() + ":" + hash(user));
      user.roles()
          .forEach(role -> roles.computeIfAbsent(role, r -> new ArrayList<>()).add(user.name()));
    }
    PrivateFile.write(config.resolve("roles.yml"), rolesYaml);
    PrivateFile.write(
        config.resolve("users_roles"),
        roles.entrySet().stream()
            .map(role -> role.getKey() + ":" + String.join(",", role.getValue()) + "\n")
            .collect(Collectors.joining()));
    PrivateFile.write(config.resolve("users"), String.join("\n", passwords) + "\n");
  }

  /** A salted hash differs each time, so an unchanged password keeps its line. */
  private String hash(User user) {
    byte[] password = user.password().getBytes(StandardCharsets.UTF_8);
    String known = hashes.get(user.name());
    if (known == null
        || !BCrypt.verifyer().verify(password, known.getBytes(StandardCharsets.UTF_8)).verified) {
      byte[] fresh = BCrypt.withDefaults().hash(COST, password);
      hashes.put(user.name(), new String(fresh, StandardCharsets.UTF_8));
    }
    return hashes.get(user.name());
  }
}
