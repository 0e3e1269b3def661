package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.changefeed.SecretMasker;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** What a failure says, on one line and without a secret. */
final class Words {
  private static final int LONGEST = 300;
  private static final SecretMasker MASKER = SecretMasker.of(List.of());

  private Words() {}

  static String of(RuntimeException e) {
    if (e instanceof KubernetesClientException refused) {
      return brief(StageException.of(refused).getMessage());
    }
    return brief(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** The text, shortened, with control characters and secrets out of it. */
  static String brief(String text) {
    var line = MASKER.apply(text).replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
