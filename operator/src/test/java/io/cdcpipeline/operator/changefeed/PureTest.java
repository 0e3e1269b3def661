package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.ChangefeedSpec;
import io.cdcpipeline.operator.api.ColumnSelector;
import io.cdcpipeline.operator.api.DispatchRule;
import io.cdcpipeline.operator.api.EventFilter;
import io.cdcpipeline.operator.api.TablesWithoutKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no server: timestamps, URIs, configuration, redaction, classification. */
class PureTest {
  @Test
  void timestampsAreExactBeyondWhatADoubleHolds() {
    long tso = 470673987469312001L;
    assertThat((long) (double) tso).isNotEqualTo(tso);
    Instant instant = Tso.instant(tso);
    assertThat(Tso.of(instant.toEpochMilli(), tso & ((1 << 18) - 1))).isEqualTo(tso);
    assertThat(Tso.of(instant)).isLessThanOrEqualTo(tso);
    assertThat(Tso.instant(Tso.of(Instant.parse("2026-11-24T00:00:00.123Z"))))
        .isEqualTo(Instant.parse("2026-11-24T00:00:00.123Z"));
  }

  @Test
  void timestampsSurviveJson() throws Exception {
    long tso = 470673987469312001L;
    var json =
        ChangefeedJson.JSON.readTree(
            "{\"id\":\"a\",\"checkpoint_ts\":470673987469312001,\"sink_uri\":\"kafka://k/t?a=b\"}");
    assertThat(ChangefeedJson.changefeed(json, SecretMasker.of(List.of())).checkpointTs())
        .isEqualTo(tso);
    ChangefeedState memory = ChangefeedState.NONE.confirmed(tso);
    assertThat(ChangefeedState.of(Optional.of(memory.text()))).isEqualTo(memory);
    String create = ChangefeedJson.create(Scene.wish(), tso);
    assertThat(create).contains("\"start_ts\":470673987469312001");
  }

  @Test
  void sinkUriIsEncodedAndShowsNoPassword() {
    SinkUri sink = Scene.wish().sink().with("replication-factor", 3);
    assertThat(sink.text())
        .startsWith("kafka://kafka:9094/cdc?")
        .contains("sasl-password=s3cr3t-p%2Fss+w%26rd", "replication-factor=3")
        .contains("protocol=canal-json", "enable-tidb-extension=true", "auto-create-topic=false");
    assertThat(sink.toString()).doesNotContain("s3cr3t").contains("sasl-password=xxxxx");
    assertThat(Scene.wish().toString()).doesNotContain("s3cr3t");
    assertThat(SinkUri.shown(sink.toString()).parameters()).isEqualTo(sink.parameters());
    assertThat(SinkUri.canalJson("k:1", "t").tls("/ca", "/cert", "/key").text())
        .contains("enable-tls=true", "ca=%2Fca", "cert=%2Fcert", "key=%2Fkey");
  }

  @Test
  void everyFieldOfTheSpecReachesTheConfiguration() {
    var filter =
        new EventFilter(
            List.of("shop.a"), List.of("delete"), List.of("^drop"), "id = 1", null, null, "b > 2");
    var spec =
        new ChangefeedSpec(
            List.of("shop.*", "!shop.tmp_*"),
            null,
            DispatchRule.TABLE,
            1_000_000,
            TablesWithoutKey.REPLICATE,
            List.of(filter),
            List.of(new ColumnSelector(List.of("shop.b"), List.of("*", "!secret"))),
            null);
    ObjectNode config = ReplicaConfig.of(spec);
    assertThat(config.toString())
        .contains(
            "\"force_replicate\":true",
            "\"ignore_ineligible_table\":true",
            "\"rules\":[\"shop.*\",\"!shop.tmp_*\"]",
            "\"ignore_event\":[\"delete\"]",
            "\"ignore_sql\":[\"^drop\"]",
            "\"ignore_insert_value_expr\":\"id = 1\"",
            "\"ignore_delete_value_expr\":\"b > 2\"",
            "\"partition\":\"table\"",
            "\"columns\":[\"*\",\"!secret\"]")
        .doesNotContain("null");
  }

  @Test
  void redactionLeavesNothingOfASecret() {
    SecretMasker redaction = SecretMasker.of(List.of("p/ss w&rd", ""));
    String text =
        "bad 'kafka://me:hunter2@k:9092/t?sasl-password=p%2Fss+w%26rd&a=b' p/ss w&rd"
            + " p%2Fss%20w%26rd {\"sasl_password\": \"other\"}";
    assertThat(redaction.apply(text))
        .doesNotContain("hunter2", "p/ss", "p%2Fss", "other")
        .contains("a=b", "kafka://xxxxx@k:9092/t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | CDC:ErrChangeFeedNotExists      | x                                          | NOT_FOUND
          500 | CDC:ErrChangeFeedAlreadyExists  | x                                          | ALREADY_EXISTS
          500 | ''                              | changefeed already exists                  | ALREADY_EXISTS
          500 | ''                              | coordinator is not fully initialized, wait | NOT_READY
          503 | CDC:ErrServerIsNotReady         | x                                          | NOT_READY
          503 | ''                              | <html>no healthy upstream</html>           | NOT_READY
          504 | ''                              | gateway timeout                            | SERVER_ERROR
          400 | CDC:ErrSinkURIInvalid           | [CDC:ErrKafkaNewProducer]no brokers        | SINK_UNREACHABLE
          400 | CDC:ErrSinkURIInvalid           | topic cdc was not found, auto-create-topic | SINK_UNREACHABLE
          400 | CDC:ErrSinkURIInvalid           | parse "kafka//": no scheme                 | SINK_INVALID
          500 | CDC:ErrInvalidReplicaConfig     | x                                          | CONFIG_INVALID
          500 | ''                              | [CDC:ErrInvalidReplicaConfig]x             | CONFIG_INVALID
          400 | CDC:ErrTableIneligible          | x                                          | TABLE_INELIGIBLE
          400 | CDC:ErrStartTsBeforeGC          | x                                          | LOST_BY_GC
          400 | CDC:ErrChangefeedUpdateRefused  | config is the same with the old one        | NOTHING_TO_UPDATE
          400 | CDC:ErrChangefeedUpdateRefused  | can only update when it is stopped         | UPDATE_REFUSED
          401 | CDC:ErrUnauthorized             | x                                          | UNAUTHORIZED
          500 | CDC:ErrPDEtcdAPIError           | etcd timed out                             | SERVER_ERROR
          0   | CDC:ErrMessageTooLarge          | message is too large                       | MESSAGE_TOO_LARGE
          0   | CDC:ErrKafkaAsyncSendMessage    | dial tcp: refused                          | SINK_UNREACHABLE
          """)
  void codesComeBeforeStatuses(int status, String code, String text, ErrorKind cause) {
    assertThat(ErrorKind.of(status, code, text)).isEqualTo(cause);
  }

  @Test
  void delaysDoubleUpToTheirCap() {
    assertThat(Backoff.RESUME.after(0)).isZero();
    assertThat(Backoff.RESUME.after(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Backoff.RESUME.after(4)).isEqualTo(Duration.ofSeconds(80));
    assertThat(Backoff.RESUME.after(1000)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aFingerprintTellsPasswordsApartAndNothingElse() {
    assertThat(CredentialFingerprint.fingerprint("a", "x"))
        .isEqualTo(CredentialFingerprint.fingerprint("a", "x"));
    assertThat(CredentialFingerprint.fingerprint("a", "x"))
        .isNotEqualTo(CredentialFingerprint.fingerprint("b", "x"));
    assertThat(CredentialFingerprint.fingerprint("a", "x"))
        .isNotEqualTo(CredentialFingerprint.fingerprint("a", "y"));
    assertThat(CredentialFingerprint.fingerprint("", "x")).isEmpty();
  }
}
