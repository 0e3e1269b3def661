package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The Secrets of one pipeline: those it generates once, and those of users and other operators,
 * which are read by name, once in a reconcile, so that the cluster's Secrets are not cached. Holds
 * the reconcile's children, so a background thread reads through {@link #background} instead.
 */
public final class SecretStore implements SecretReader {
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  /**
   * The key of the password that a system accepted last, where it is needed to set a new one. No
   * client reads it, so a change of it alone is none in {@link #checksum}.
   */
  public static final String ACCEPTED_PASSWORD = "accepted-password";

  private static final String PASSWORD = "password";
  private static final int PASSWORD_LENGTH = 32;
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(SecretStore.class, "secret.yaml");

  private final KubernetesClient client;
  private final ResourceNames names;
  private final ChildResources children;
  private final SecretReader background;
  private final SecureRandom random;

  /** What the API server answered during this reconcile. */
  private final Map<String, Optional<Found>> foreign = new HashMap<>();

  /** A Secret, of ours or not, and its data as it is: encoded. */
  private record Found(HasMetadata object, Map<String, String> data) {
    static Found of(Secret secret) {
      return new Found(secret, secret.getData());
    }

    /** Without making a Secret of it, which would take as long as reading it. */
    static Found of(GenericKubernetesResource own) {
      return new Found(own, own.get("data"));
    }

    Map<String, String> decode() {
      var content = new TreeMap<String, String>();
      if (data != null) {
        data.forEach(
            (key, value) ->
                content.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
      }
      return content;
    }

    /** Never the data. */
    @Override
    public String toString() {
      return object.getMetadata().getName();
    }
  }

  /**
   * For one reconcile.
   *
   * @param background the same Secrets for any thread
   */
  public SecretStore(
      KubernetesClient client,
      ResourceNames names,
      ChildResources children,
      SecretReader background,
      SecureRandom random) {
    this.client = client;
    this.names = names;
    this.children = children;
    this.background = background;
    this.random = random;
  }

  @Override
  public Optional<Map<String, String>> read(String name) {
    return find(name).map(Found::decode);
  }

  @Override
  public Optional<String> authority(String name) {
    return background.authority(name);
  }

  /** Reads the same Secrets on any thread, also after the reconcile. */
  public SecretReader background() {
    return background;
  }

  /** Reads every Secret of a namespace from the API server; for any thread. */
  public static SecretReader uncached(KubernetesClient client, String namespace) {
    return name -> get(client, namespace, name).map(Found::decode);
  }

  /**
   * The password in a Secret of ours, generated on first use and then kept. Letters and digits
   * only, because Filebeat, JAAS and SQL each interpret other characters in their own way.
   *
   * @param fixed the other keys of the Secret
   * @param retained whether the Secret may outlive the pipeline
   */
  public String generated(
      String name, ComponentName component, Map<String, String> fixed, boolean retained) {
    return generated(name, component, fixed, Set.of(), retained).get(PASSWORD);
  }

  /**
   * The same with keys that stay as they are where the Secret has them.
   *
   * @return everything in the Secret
   */
  public Map<String, String> generated(
      String name,
      ComponentName component,
      Map<String, String> fixed,
      Set<String> kept,
      boolean retained) {
    var content = new TreeMap<>(fixed);
    if (children.isAbsent(ResourceKind.SECRET, name)) {
      // Most often there is none yet, and asking first would be a request more for each.
      content.put(PASSWORD, newPassword());
      if (children.create(desired(names, name, component, content), retained)) {
        return content;
      }
    }
    var known = readOwn(name);
    content.put(PASSWORD, Optional.ofNullable(known.get(PASSWORD)).orElseGet(this::newPassword));
    kept.stream().filter(known::containsKey).forEach(key -> content.put(key, known.get(key)));
    apply(name, component, content, retained);
    return content;
  }

  /** Applies a Secret of ours with exactly this content. */
  public void apply(
      String name, ComponentName component, Map<String, String> content, boolean retained) {
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
          var uid = secret.get().object().getMetadata().getUid();
          digest.update(uid.getBytes(StandardCharsets.UTF_8));
          var content = secret.get().decode();
          content.remove(ACCEPTED_PASSWORD);
          digest.update(content.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The Secret as applied: data, because stringData would be written every time. */
  public static GenericKubernetesResource desired(
      ResourceNames names, String name, ComponentName component, Map<String, String> content) {
    var data = new TreeMap<>(content);
    data.replaceAll((key, value) -> encode(value));
    return BASE.named(names, name, component).setAll("/data", data).build();
  }

  /**
   * The content of a Secret that we may apply, also of one that lost its labels: it must not get a
   * new password. Empty when there is none.
   */
  public Map<String, String> readOwn(String name) {
    return find(name)
        .filter(found -> children.mayApply(found.object()))
        .map(Found::decode)
        .orElse(Map.of());
  }

  /** A Secret of ours comes from the informer, which saves most requests. */
  private Optional<Found> find(String name) {
    return children
        .get(ResourceKind.SECRET, name)
        .map(Found::of)
        .or(() -> foreign.computeIfAbsent(name, n -> get(client, names.namespace(), n)));
  }

  /** The content of a Secret of ours. */
  static Map<String, String> decode(GenericKubernetesResource own) {
    return Found.of(own).decode();
  }

  private static Optional<Found> get(KubernetesClient client, String namespace, String name) {
    var secret = client.secrets().inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(secret).map(Found::of);
  }

  private String newPassword() {
    var password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static String encode(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
