package io.cdcpipeline.operator.docs;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.OperatorMetrics;
import io.cdcpipeline.operator.status.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference.md is generated from the CRD and the enum of reasons. */
class ReferenceTest {
  private static final String HEAD =
      """
      # Reference

      Generated from the CRD and the code; `make golden` regenerates it. Metrics of the consumer: [metrics.md](metrics.md).

      """;

  @Test
  void matchesTheCode() throws IOException {
    String text =
        HEAD
            + "## spec\n"
            + CrdFields.table("spec")
            + "\n### template\n"
            + "The same at every place; what each component takes: [pods.md](pods.md).\n\n"
            + CrdFields.template()
            + "\n## status\n"
            + CrdFields.table("status")
            + "\n## Reasons\n"
            + "Of conditions and events. What to do about each: "
            + "[troubleshooting.md](troubleshooting.md).\n\n"
            + "| Reason | Severity | Meaning |\n|---|---|---|\n"
            + Arrays.stream(Reason.values()).map(this::row).collect(Collectors.joining())
            + "\n"
            + "## Metrics of the operator\n"
            + "At `/metrics` of port 8080, beside `operator_sdk_*` of the Java Operator SDK"
            + " (reconciliations, their time, queue) and `jvm_*`.\n\n"
            + OperatorMetrics.table();

    Golden.assertSame(Golden.root().resolve("docs/reference.md"), text, "make golden");
  }

  private String row(Reason reason) {
    return "| `%s` | %s | %s |%n"
        .formatted(
            reason.name(),
            reason.severity().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
            reason.meaning());
  }
}
