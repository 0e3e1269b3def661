package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapTrimTest {
  @ParameterizedTest(name = "{0} MiB live after a collection, now {1} in use: another {2}")
  @CsvSource({
    "20, 20, false",
    "20, 31, false",
    "20, 32, true",
    "100, 112, false",
    "100, 124, false",
    "100, 125, true",
    "100, 60, false",
  })
  void collectsWhatIsWorthThePause(long live, long inUse, boolean another) {
    var used = new AtomicLong(160 << 20);
    var collections = new AtomicInteger();
    var trim =
        new HeapTrim(
            used::get,
            () -> {
              collections.incrementAndGet();
              used.set(live << 20);
            });
    trim.look();
    used.set(inUse << 20);

    trim.look();

    assertThat(collections).hasValue(another ? 2 : 1);
  }
}
