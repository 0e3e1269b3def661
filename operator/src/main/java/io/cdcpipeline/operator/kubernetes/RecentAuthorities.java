package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Certificates of authorities that other operators keep in Secrets: each reconcile of a ready
 * pipeline needs one, and it changes once a year. Not those in users' Secrets, which are expected
 * to be effective at once.
 */
public final class RecentAuthorities {
  private static final Duration FRESH_FOR = Duration.ofSeconds(60);

  /** While one thread reads it again, others have the last one. */
  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private static final String KEY = "ca.crt";

  private final Map<Secret, Known> known = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile Instant purgeAt = Instant.MIN;

  private record Secret(String namespace, String name) {}

  private record Known(String pem, Instant until) {}

  public RecentAuthorities(Clock clock) {
    this.clock = clock;
  }

  /** The certificate in a Secret; while there is none, it is read each time. */
  Optional<String> get(String namespace, String name, SecretReader reader) {
    var now = clock.instant();
    purge(now);
    var secret = new Secret(namespace, name);
    var last = known.get(secret);
    if (last != null && (now.isBefore(last.until()) || !claim(secret, last, now))) {
      return Optional.of(last.pem());
    }
    var pem = reader.read(name).map(content -> content.get(KEY));
    pem.ifPresentOrElse(
        found -> known.put(secret, new Known(found, now.plus(FRESH_FOR))),
        () -> known.remove(secret));
    return pem;
  }

  /** Whether it is this thread that reads it again. */
  private boolean claim(Secret secret, Known last, Instant now) {
    return known.replace(secret, last, new Known(last.pem(), now.plus(READ_WITHIN)));
  }

  /** Drops what is known of a namespace in which a pipeline is gone: another may follow it. */
  public void forget(String namespace) {
    known.keySet().removeIf(secret -> secret.namespace().equals(namespace));
  }

  /** Of pipelines that are gone. */
  private void purge(Instant now) {
    if (!now.isBefore(purgeAt)) {
      purgeAt = now.plus(FRESH_FOR.multipliedBy(10));
      known.values().removeIf(last -> last.until().isBefore(now));
    }
  }
}
