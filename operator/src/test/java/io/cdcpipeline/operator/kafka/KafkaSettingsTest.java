package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.ManagedKafka;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{config: {log.dirs: /x}} | config: log.dirs belongs to Strimzi: remove it",
        "{config: {listeners: x}} | config: listeners belongs to Strimzi: remove it",
        "{config: {ssl.keystore.location: x}} | config: ssl.keystore.location belongs to Strimzi:"
            + " remove it",
        "{config: {min.insync.replicas: 1}} | config: min.insync.replicas follows"
            + " kafka.managed.replicas: remove it",
        "{config: {auto.create.topics.enable: true}} | config: auto.create.topics.enable stays"
            + " false, because topics are created before they are used: remove it",
        "{config: {log: {retention: {hours: 3}}}} | config: log must be a text, a number or true or"
            + " false",
        "{listeners: [{name: tls, port: 9099, type: internal, tls: false}]} | listeners[0].name:"
            + " tls is a listener of the pipeline's own: choose another",
        "{listeners: [{name: a, port: 9094, type: internal, tls: false}]} | listeners[0].port: 9094"
            + " is taken, like [9093, 9094, 9095, 9404, 9999]: choose another",
        "{listeners: [{name: a, port: 9099, type: internal, tls: false}, {name: b, port: 9099,"
            + " type: internal, tls: false}]} | listeners[1].port: 9099 is given twice:"
            + " choose another",
      })
  void whatIsNotFreeIsRefusedByName(String managed, String problem) {
    assertThat(KafkaSettings.problem(kafka(managed))).contains("spec.kafka.managed." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{config: {ssl.protocol: TLSv1.3, log.retention.hours: 3, compression.type: zstd,"
            + " controller.quorum.fetch.timeout.ms: 3000, unclean.leader.election.enable: false}}",
        "{listeners: [{name: outside, port: 9096, type: route, tls: true}]}",
      })
  void everythingElseIsAccepted(String managed) {
    assertThat(KafkaSettings.problem(kafka(managed))).isEmpty();
  }

  private static ManagedKafka kafka(String managed) {
    return GoldenCase.MINIMAL
        .pipelineWith("{kafka: {managed: " + managed + "}}")
        .getSpec()
        .kafka()
        .managed();
  }
}
