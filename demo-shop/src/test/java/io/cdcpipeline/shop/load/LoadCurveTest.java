package io.cdcpipeline.shop.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cdcpipeline.shop.config.LoadSettings;
import io.cdcpipeline.shop.config.LoadSettings.Shape;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoadCurveTest {
  private static LoadCurve curve(Shape shape) {
    return new LoadCurve(new LoadSettings(50, shape, Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @EnumSource
  void everyShapeSendsTheSameInAPeriod(Shape shape) {
    for (double from : new double[] {0, 17, 333, 86_400 - 5}) {
      assertThat(curve(shape).due(from, from + 600)).isCloseTo(50 * 600, within(1e-3));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsEverTakenBack(Shape shape) {
    LoadCurve curve = curve(shape);
    for (int second = 0; second < 1300; second++) {
      assertThat(curve.due(second, second + 1)).isPositive();
    }
  }

  /** Rates of one second in a period of ten minutes. */
  @ParameterizedTest
  @CsvSource({
    "STEADY, 0, 50",
    "STEADY, 300, 50",
    "DAY, 0, 10",
    "DAY, 300, 90",
    "DAY, 150, 50",
    "BURST, 0, 275",
    "BURST, 58, 275",
    "BURST, 61, 25",
    "BURST, 599, 25",
    "BURST, 600, 275"
  })
  void ratesFollowTheShape(Shape shape, int second, double rate) {
    assertThat(curve(shape).due(second, second + 1)).isCloseTo(rate, within(0.5));
  }

  @Test
  void aLowRateAddsUp() {
    var curve = new LoadCurve(new LoadSettings(0.5, Shape.STEADY, Duration.ofMinutes(1)));
    assertThat(curve.due(0, 1)).isEqualTo(0.5);
    assertThat(curve.due(0, 4)).isEqualTo(2);
  }
}
