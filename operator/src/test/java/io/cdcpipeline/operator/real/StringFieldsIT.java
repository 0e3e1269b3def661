package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every string that a pipeline may have, as the CRD lists them: a real API server refuses what
 * could begin a log line, end a quotation or add a parameter to a URL. A new field is in the table
 * without further ado.
 */
@Requires(REAL_API)
class StringFieldsIT {
  private static final Map<String, String> LINES =
      Map.of(
          "a line break",
          "a.b\nc",
          "a control character",
          "a.b\u0007c",
          "a new line",
          "a.b\u2028c");

  private static final Map<String, String> SYNTAX =
      Map.of("a quote", "a.b\"c", "an apostrophe", "a.b'c", "a query", "a.b?c&d#e");

  /** SQL and expressions, which TiDB and TiCDC parse. */
  private static final Set<String> FREE_TEXT =
      Set.of(
          "database.schema.sql",
          "database.managed.pd.config",
          "database.managed.tikv.config",
          "database.managed.tidb.config",
          "database.managed.ticdc.config",
          "changefeed.eventFilters[].ignoreSql[]",
          "changefeed.eventFilters[].ignoreInsertValueExpr",
          "changefeed.eventFilters[].ignoreUpdateNewValueExpr",
          "changefeed.eventFilters[].ignoreUpdateOldValueExpr",
          "changefeed.eventFilters[].ignoreDeleteValueExpr");

  /** Whatever an annotation or a program's environment may hold; both are values, never syntax. */
  private static final String VALUES =
      "(.*[.])?template[.](metadata[.]annotations[{][}]|serviceAccount[.]annotations[{][}]"
          + "|container[.]env\\[\\][.]value)";

  /** Tables and columns: SQL allows quotes and question marks in their names. */
  private static final Set<String> SQL_NAMES =
      Set.of(
          "changefeed.tables[]",
          "changefeed.eventFilters[].matcher[]",
          "changefeed.columnSelectors[].matcher[]",
          "changefeed.columnSelectors[].columns[]",
          "replay.tables[]",
          "consumer.redact[].table",
          "consumer.redact[].columns[]");

  /** Of required fields, whichever object they are in. */
  private static final Map<String, Object> VALID =
      Map.of(
          "tables", List.of("a.b"),
          "matcher", List.of("a.b"),
          "columns", List.of("c"),
          "table", "a.b",
          "host", "db",
          "ticdcUrl", "http://ticdc:8300",
          "url", "http://search:9200",
          "bootstrapServers", "kafka:9092",
          "name", "a",
          "key", "a");

  private static RealApi api;
  private static String namespace;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    namespace = api.namespace();
  }

  @ParameterizedTest
  @MethodSource("strings")
  void refusesWhatItsTextMustNotHave(StringField field) {
    if (!FREE_TEXT.contains(field.path()) && !field.path().matches(VALUES)) {
      LINES.forEach((what, text) -> assertRefused(field, what, text));
      if (!SQL_NAMES.contains(field.path())) {
        SYNTAX.forEach((what, text) -> assertRefused(field, what, text));
      }
    }
    assertRefused(field, "an over-long text", "a".repeat(field.maxLength() + 1));
  }

  @Test
  void theExceptionsAreFieldsOfTheCrd() throws IOException {
    var paths = new TreeSet<String>();
    strings().forEach(field -> paths.add(field.path()));

    assertThat(paths).containsAll(FREE_TEXT).containsAll(SQL_NAMES);
  }

  /** Nothing else may be the reason, such as a required field that is missing. */
  private static void assertRefused(StringField field, String what, String text) {
    var pipeline = new GenericKubernetesResource();
    pipeline.setApiVersion("cdcpipeline.io/v1alpha1");
    pipeline.setKind("CdcPipeline");
    pipeline.setMetadata(
        new ObjectMetaBuilder().withName("strings").withNamespace(namespace).build());
    pipeline.setAdditionalProperty("spec", field.specWith(text));

    var refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> api.client().resource(pipeline).dryRun().create());

    assertThat(refusal).as("%s in %s is accepted", what, field).isNotNull();
    assertThat(refusal.getStatus().getDetails().getCauses())
        .as(refusal.getMessage())
        .filteredOn(cause -> !"FieldValueRequired".equals(cause.getReason()))
        .extracting(StatusCause::getField)
        .as("%s in %s: %s", what, field, refusal.getMessage())
        .anyMatch(field::isAtOrBelow);
  }

  static List<StringField> strings() throws IOException {
    var crd = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml");
    var spec =
        Json.YAML
            .readTree(crd.toFile())
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    return StringField.of(spec, VALID);
  }
}
