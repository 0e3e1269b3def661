package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void showsEachHopAndMarksDifferences() {
    Comparison comparison = comparison(counts(10), counts(10), counts(9));

    assertThat(comparison.equal()).isFalse();
    assertThat(comparison.table())
        .isEqualTo(
            """
            TABLE      OP       SQL   TOPIC   LINES
            shop.one   insert    10      10       9   DIFFERENT
            all                  10      10       9   DIFFERENT\
            """);
  }

  @Test
  void isEqualOnlyIfAllHopsAre() {
    Counts ten = counts(10);
    assertThat(comparison(ten, ten, counts(10)).equal()).isTrue();
    Counts other = counts(10);
    other.add(TableOp.of("shop", "two", "DELETE"), 1);
    assertThat(comparison(ten, ten, other).equal()).isFalse();
  }

  private static Comparison comparison(Counts sql, Counts topic, Counts lines) {
    Map<String, Counts> hops = new LinkedHashMap<>();
    hops.put("SQL", sql);
    hops.put("TOPIC", topic);
    hops.put("LINES", lines);
    return new Comparison(hops);
  }

  private static Counts counts(long inserts) {
    Counts counts = Counts.empty();
    counts.add(TableOp.of("shop", "one", "INSERT"), inserts);
    return counts;
  }
}
