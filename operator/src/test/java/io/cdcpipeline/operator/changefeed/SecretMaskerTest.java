package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Secrets in error texts, in every spelling that TiCDC uses. */
class SecretMaskerTest {
  @Test
  void leavesNothingOfASecret() {
    SecretMasker masker = SecretMasker.of(List.of("p/ss w&rd", ""));
    String text =
        "bad 'kafka://me:hunter2@k:9092/t?sasl-password=p%2Fss+w%26rd&a=b' p/ss w&rd"
            + " p%2Fss%20w%26rd {\"sasl_password\": \"other\"}";
    assertThat(masker.apply(text))
        .doesNotContain("hunter2", "p/ss", "p%2Fss", "other")
        .contains("a=b", "kafka://xxxxx@k:9092/t");
  }
}
