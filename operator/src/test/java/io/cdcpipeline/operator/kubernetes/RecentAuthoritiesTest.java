package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentAuthoritiesTest {
  private static final String SECRET = "shop-es-http-certs-public";

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final RecentAuthorities authorities = new RecentAuthorities(clock);
  private Optional<Map<String, String>> content = Optional.of(Map.of("ca.crt", "first"));
  private int reads;

  private Optional<String> get(String namespace) {
    return authorities.get(namespace, SECRET, this::read);
  }

  private Optional<Map<String, String>> read(String name) {
    assertThat(name).isEqualTo(SECRET);
    reads++;
    return content;
  }

  @Test
  void aNewCertificateIsUsedAfterAMinute() {
    assertThat(get("shop")).contains("first");
    content = Optional.of(Map.of("ca.crt", "second"));
    clock.advance(Duration.ofSeconds(59));
    assertThat(get("shop")).contains("first");
    assertThat(reads).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(get("shop")).contains("second");
  }

  /** A reconcile and the search that it started need it within the same millisecond. */
  @Test
  void whileItIsReadAgainOthersHaveTheLastOne() {
    get("shop");
    content = Optional.of(Map.of("ca.crt", "second"));
    clock.advance(Duration.ofSeconds(60));

    var read =
        authorities.get(
            "shop",
            SECRET,
            name -> {
              assertThat(get("shop")).contains("first");
              return read(name);
            });

    assertThat(read).contains("second");
    assertThat(get("shop")).contains("second");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void aCertificateThatCannotBeReadNowIsAskedForAgain() {
    get("shop");
    clock.advance(Duration.ofSeconds(60));
    assertThatThrownBy(
            () ->
                authorities.get(
                    "shop",
                    SECRET,
                    name -> {
                      throw new IllegalStateException("no answer");
                    }))
        .hasMessage("no answer");
    assertThat(get("shop")).contains("first");

    content = Optional.of(Map.of("ca.crt", "second"));
    clock.advance(Duration.ofSeconds(5));
    assertThat(get("shop")).contains("second");
  }

  @Test
  void aMissingCertificateIsLookedForEachTime() {
    content = Optional.empty();
    assertThat(get("shop")).isEmpty();
    content = Optional.of(Map.of("ca.crt", "first"));
    assertThat(get("shop")).contains("first");
  }

  @Test
  void eachNamespaceHasItsOwn() {
    get("shop");
    content = Optional.of(Map.of("ca.crt", "other"));
    assertThat(get("other")).contains("other");
  }

  @Test
  void whatFollowsADeletedPipelineReadsItsOwn() {
    get("shop");
    authorities.forget("shop");
    content = Optional.of(Map.of("ca.crt", "second"));
    assertThat(get("shop")).contains("second");
  }
}
