package io.cdcpipeline.operator.changefeed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Masks secrets in texts: TiCDC repeats the raw sink URI, password included, when a creation fails.
 */
public final class SecretMasker {
  public static final String MASK = "xxxxx";
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:sasl[-_]password|sasl[-_]oauth[-_]client[-_]secret|password|passwd|secret|token"
              + "|access[-_]key)\"?\\s*[=:]\\s*\"?)[^&\\s'\",)}\\]]+");
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s]+@");

  private final Set<String> secrets;

  private SecretMasker(Set<String> secrets) {
    this.secrets = secrets;
  }

  /** Masks these values wherever they occur, both raw and URL-encoded. */
  public static SecretMasker of(Collection<String> secrets) {
    Set<String> all = new LinkedHashSet<>();
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        all.add(secret);
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
      }
    }
    return new SecretMasker(all);
  }

  public String apply(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    masked = PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    return USER_INFO.matcher(masked).replaceAll("$1" + MASK + "@");
  }
}
