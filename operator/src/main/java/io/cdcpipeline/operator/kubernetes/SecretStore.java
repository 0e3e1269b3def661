package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Secrets of one pipeline: those it generates once, and those of users and other operators, read by
 * name so that no cache of the cluster's Secrets is held.
 */
public final class SecretStore {
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int PASSWORD_LENGTH = 32;
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(SecretStore.class, "secret.yaml");

  private final KubernetesClient client;
  private final ResourceNames names;
  private final ChildResources children;
  private final SecureRandom random;

  public SecretStore(
      KubernetesClient client, ResourceNames names, ChildResources children, SecureRandom random) {
    this.client = client;
    this.names = names;
    this.children = children;
    this.random = random;
  }

  /** The decoded content of a Secret in the pipeline's namespace; empty when there is none. */
  public Optional<Map<String, String>> read(String name) {
    return find(name).map(SecretStore::decoded);
  }

  /**
   * One key of a Secret that a user named in the spec.
   *
   * @param field the field of the spec, for the message
   * @throws StageException with InvalidReference when Secret or key is missing
   */
  public String require(String field, String name, String key) {
    var content =
        read(name)
            .orElseThrow(() -> invalid(field + " names Secret " + name + ", which does not exist"));
    var value = content.get(key);
    if (value == null || value.isEmpty()) {
      throw invalid(field + " names Secret " + name + ", which has no key " + key);
    }
    return value;
  }

  /**
   * The password of a Secret of ours, generated on first use and then kept: letters and digits
   * only, because Filebeat, JAAS and SQL each read other characters in their own way.
   */
  public String generated(
      String name, String component, Map<String, String> fixed, boolean retained) {
    var known = known(name);
    var content = new TreeMap<>(fixed);
    content.put("password", Optional.ofNullable(known.get("password")).orElseGet(this::password));
    apply(name, component, content, retained);
    return content.get("password");
  }

  /** Applies a Secret of ours with exactly this content. */
  public void apply(String name, String component, Map<String, String> content, boolean retained) {
    var desired = desired(names, name, component, content);
    if (retained) {
      children.applyRetained(desired);
    } else {
      children.apply(desired);
    }
  }

  /**
   * Changes when the settings or the content of any of the Secrets does. Salted with the Secrets'
   * uids, so that a weak password cannot be guessed from it.
   */
  public String checksum(String settings, List<String> secrets) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(settings.getBytes(StandardCharsets.UTF_8));
      for (var name : secrets) {
        var secret = find(name);
        if (secret.isPresent()) {
          digest.update(secret.get().getMetadata().getUid().getBytes(StandardCharsets.UTF_8));
          digest.update(decoded(secret.get()).toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The Secret as it is applied; data and not stringData, which would be written every time. */
  public static GenericKubernetesResource desired(
      ResourceNames names, String name, String component, Map<String, String> content) {
    var manifest = BASE.named(names, name, component);
    new TreeMap<>(content).forEach((key, value) -> manifest.set(encoded(value), "data", key));
    return manifest.build();
  }

  /** Not from the informer alone: a Secret that lost its labels must not get a new password. */
  private Map<String, String> known(String name) {
    return find(name).filter(SecretStore::managed).map(SecretStore::decoded).orElse(Map.of());
  }

  /** Ours from the informer, which spares most reads; those of others as they are now. */
  private Optional<Secret> find(String name) {
    return children
        .get(ResourceKind.SECRET, name)
        .map(own -> client.getKubernetesSerialization().convertValue(own, Secret.class))
        .or(
            () ->
                Optional.ofNullable(
                    client.secrets().inNamespace(names.namespace()).withName(name).get()));
  }

  private static boolean managed(Secret secret) {
    return secret.getMetadata().getManagedFields().stream()
        .anyMatch(f -> Labels.FIELD_MANAGER.equals(f.getManager()));
  }

  private String password() {
    var password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static StageException invalid(String message) {
    return new StageException(Reason.InvalidReference, message);
  }

  private static Map<String, String> decoded(Secret secret) {
    var content = new TreeMap<String, String>();
    if (secret.getData() != null) {
      secret
          .getData()
          .forEach(
              (key, value) ->
                  content.put(
                      key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return content;
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
