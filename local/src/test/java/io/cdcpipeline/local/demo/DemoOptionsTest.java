package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  private static final Path REPOSITORY = Path.of("/repository");

  @Test
  void runsTheShopUntilStoppedByDefault() {
    DemoOptions options = DemoOptions.parse(new String[] {}, REPOSITORY);

    assertThat(options.pipeline()).isEqualTo(REPOSITORY.resolve("samples/shop.yaml"));
    assertThat(options.once()).isFalse();
    assertThat(options.kubeconfig()).isEmpty();
  }

  @Test
  void namesAnUnknownOption() {
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"--twice"}, REPOSITORY))
        .isInstanceOfSatisfying(DemoException.class, e -> assertThat(e.exitCode()).isEqualTo(64))
        .hasMessageContaining("--twice");
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(
            () -> DemoOptions.parse(new String[] {"--pipeline", "nowhere.yaml"}, REPOSITORY))
        .hasMessageContaining("--pipeline nowhere.yaml: no such file");
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"--kubeconfig"}, REPOSITORY))
        .hasMessageContaining("--kubeconfig needs a file");
  }

  @Test
  void takesALoad() {
    assertThat(DemoOptions.parse(new String[] {}, REPOSITORY).load()).isEmpty();
    assertThat(DemoOptions.parse(new String[] {"--load"}, REPOSITORY).load()).contains("20/s");
    assertThat(DemoOptions.parse(new String[] {"--load=90/m"}, REPOSITORY).load()).contains("90/m");
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"--load=fast"}, REPOSITORY))
        .hasMessageContaining("--load=fast: a rate is written 50/s, 90/m or 20/h");
    assertThatThrownBy(() -> DemoOptions.parse(new String[] {"--once", "--load"}, REPOSITORY))
        .hasMessageContaining("choose one");
  }
}
