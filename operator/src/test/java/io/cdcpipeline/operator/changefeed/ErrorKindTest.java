package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classification of the errors that TiCDC returns or reports. */
class ErrorKindTest {
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
          400 | CDC:ErrStartTsBeforeGC          | x                                          | LOST_TO_GC
          400 | CDC:ErrChangefeedUpdateRefused  | config is the same with the old one        | NOTHING_TO_UPDATE
          400 | CDC:ErrChangefeedUpdateRefused  | can only update when it is stopped         | UPDATE_REFUSED
          401 | CDC:ErrUnauthorized             | x                                          | UNAUTHORIZED
          500 | CDC:ErrPDEtcdAPIError           | etcd timed out                             | SERVER_ERROR
          0   | CDC:ErrMessageTooLarge          | message is too large                       | MESSAGE_TOO_LARGE
          0   | CDC:ErrKafkaAsyncSendMessage    | dial tcp: refused                          | SINK_UNREACHABLE
          """)
  void codeAndTextDecideBeforeTheStatus(int status, String code, String text, ErrorKind kind) {
    assertThat(ErrorKind.of(status, code, text)).isEqualTo(kind);
  }
}
