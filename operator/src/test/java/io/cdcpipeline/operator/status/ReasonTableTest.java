package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of reasons is the enum: a reason without a row cannot be released. */
class ReasonTableTest {
  private static final String START = "<!-- reasons: written by make golden -->\n";
  private static final String END = "<!-- /reasons -->";

  @Test
  void readmeHasARowForEachReason() throws Exception {
    var readme = Golden.root().resolve("README.md");
    var text = Files.readString(readme);
    assertThat(text).contains(START, END);
    var before = text.substring(0, text.indexOf(START) + START.length());
    var after = text.substring(text.indexOf(END));

    Golden.assertSame(readme, before + table() + after, "make golden");
  }

  private static String table() {
    return Arrays.stream(Reason.values())
        .map(
            reason ->
                "| `%s` | %s | %s |\n"
                    .formatted(
                        reason,
                        reason.severity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        reason.meaning()))
        .collect(Collectors.joining("", "| Reason | Kind | What it says |\n|---|---|---|\n", ""));
  }
}
