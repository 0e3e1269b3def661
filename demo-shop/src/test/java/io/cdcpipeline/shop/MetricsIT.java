package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What /metrics says of requests, and that nobody outside can make it grow. */
class MetricsIT {
  private static final String COUNT = "api_http_request_duration_seconds_count";

  @Test
  void requestsAreTimedByMethodRouteAndStatus() {
    try (TestShop shop = TestShop.open()) {
      for (int id = 1; id <= 5; id++) {
        shop.get("/products/" + id);
        shop.get("/no/such/path/" + id);
        shop.send("BREW" + id, "/products/1", "");
      }
      shop.get("/products/999");

      String labels = "{method=\"GET\",route=\"/products/{id}\",status=\"%d\"}";
      assertThat(shop.metric(COUNT + labels.formatted(200))).isEqualTo(5);
      assertThat(shop.metric(COUNT + labels.formatted(404))).isEqualTo(1);
      assertThat(shop.metric(COUNT + "{method=\"GET\",route=\"none\",status=\"404\"}"))
          .isEqualTo(5);
      String text = shop.get("/metrics").response().body();
      assertThat(text)
          .contains("# TYPE api_http_request_duration_seconds histogram")
          .contains("route=\"/products/{id}\",status=\"200\",le=\"0.005\"}")
          .doesNotContain("BREW", "/no/such");
      assertThat(labelNames(text)).containsExactlyInAnyOrder("method", "route", "status", "le");
    }
  }

  private static Set<String> labelNames(String text) {
    Set<String> names = new TreeSet<>();
    text.lines()
        .filter(line -> line.startsWith("api_http_request_duration_seconds"))
        .forEach(
            line ->
                Pattern.compile("([a-z]+)=\"")
                    .matcher(line)
                    .results()
                    .forEach(label -> names.add(label.group(1))));
    return names;
  }
}
