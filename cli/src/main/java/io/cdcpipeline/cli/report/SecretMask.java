package io.cdcpipeline.cli.report;

import io.fabric8.kubernetes.api.model.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Replaces what must not leave the cluster: known secrets wherever they stand, and what looks like
 * one.
 */
final class SecretMask {
  static final String MASKED = "***";

  /** Keys of Secrets whose values are names, or public. */
  private static final Set<String> PUBLIC =
      Set.of("username", "roles", "roles.yml", "ca.crt", "mechanism");

  /** Shorter ones would be found inside of words. */
  private static final int SHORTEST = 3;

  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)((?:password|passwd|token|secret|api[-_]?key)[\"']?\\s*[=:]\\s*[\"']?)([^\\s\"'&,;}]{3,})");
  private static final Pattern USER_INFO = Pattern.compile("(\\w+://[^\\s/:@]+:)([^\\s/@]+)(@)");
  private static final Pattern BEARER =
      Pattern.compile("(?i)(bearer |basic )([A-Za-z0-9._~+/=-]{8,})");

  private final TreeSet<String> values =
      new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(s -> s));

  /** From now on its values are masked, in each form in which they may be written. */
  void add(Secret secret) {
    if (secret.getData() == null) {
      return;
    }
    secret
        .getData()
        .forEach(
            (key, encoded) -> {
              if (!PUBLIC.contains(key) && encoded != null) {
                var bytes = Base64.getDecoder().decode(encoded);
                add(encoded);
                add(new String(bytes, StandardCharsets.UTF_8));
              }
            });
  }

  private void add(String value) {
    var trimmed = value.strip();
    if (trimmed.length() >= SHORTEST) {
      values.add(trimmed);
      values.add(URLEncoder.encode(trimmed, StandardCharsets.UTF_8));
      values.add(trimmed.replace("\\", "\\\\").replace("\"", "\\\""));
      // In YAML, and in logs, a certificate's lines stand apart.
      if (trimmed.contains("\n")) {
        trimmed.lines().map(String::strip).filter(l -> l.length() > 20).forEach(values::add);
      }
    }
  }

  String mask(String text) {
    var masked = text;
    for (var value : values) {
      masked = masked.replace(value, MASKED);
    }
    masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASKED);
    masked = USER_INFO.matcher(masked).replaceAll("$1" + MASKED + "$3");
    return BEARER.matcher(masked).replaceAll("$1" + MASKED);
  }
}
