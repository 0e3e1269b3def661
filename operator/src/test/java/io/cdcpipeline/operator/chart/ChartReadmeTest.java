package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart's README, which Artifact Hub shows, is generated from its values and their schema. */
class ChartReadmeTest {
  private static final String HEAD =
      """
      # cdc-pipeline-operator

      Operator for `CdcPipeline`: one resource for a change-data-capture platform from TiDB to Grafana. Kubernetes 1.30 or newer, Helm 3.14 or newer.

      ```sh
      helm install cdc-pipeline-operator oci://ghcr.io/cdcpipeline/charts/cdc-pipeline-operator -n cdc-system --create-namespace
      helm upgrade cdc-pipeline-operator oci://ghcr.io/cdcpipeline/charts/cdc-pipeline-operator -n cdc-system
      helm uninstall cdc-pipeline-operator -n cdc-system
      ```

      An upgrade brings the CRD to the chart's release first (`crds.upgrade`). Removing the release keeps the CRD, the pipelines and
      their data; delete the pipelines first, because the operator takes off their finalizers. OpenShift, GitOps, machines without
      network, proxies: [docs/install.md](../../docs/install.md). Upgrades: [docs/upgrade.md](../../docs/upgrade.md).

      ## Values
      Generated from `values.yaml` and `values.schema.json` by `make golden`. Helm refuses values that are not among them.

      | Value | Type | Default | Meaning |
      |---|---|---|---|
      """;

  @Test
  void listsEveryValue() throws IOException {
    var rows =
        ChartValues.read().stream()
            .map(
                v ->
                    "| `%s` | %s | `%s` | %s |%n"
                        .formatted(
                            v.path(),
                            v.type(),
                            v.byDefault().replace("|", "\\|"),
                            v.description().replace("|", "\\|")))
            .collect(Collectors.joining());

    Golden.assertSame(Chart.FOLDER.resolve("README.md"), HEAD + rows, "make golden");
  }

  @Test
  void everyValueIsDescribedAndHasAType() throws IOException {
    assertThat(ChartValues.read())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            value -> {
              assertThat(value.description()).as(value.path()).hasSizeGreaterThan(10);
              assertThat(value.type()).as(value.path()).isNotEmpty();
            });
  }

  /** A value that the schema knows and values.yaml does not is one that nobody finds. */
  @Test
  void valuesAndSchemaHaveTheSameKeys() throws IOException {
    var schema = Json.JSON.readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
    var values = Json.YAML.readTree(Chart.FOLDER.resolve("values.yaml").toFile());
    var known = names(schema.get("properties").fieldNames());
    known.remove("global"); // of parent charts

    assertThat(names(values.fieldNames())).isEqualTo(known);
  }

  private static Set<String> names(Iterator<String> fields) {
    var names = new TreeSet<String>();
    fields.forEachRemaining(names::add);
    return names;
  }
}
