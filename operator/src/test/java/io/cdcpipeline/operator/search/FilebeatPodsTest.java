package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of a DaemonSet's pods are asked. */
class FilebeatPodsTest {

  @Test
  void firstThoseBesideConsumersThenTheOthersInTurn() {
    var filebeats = IntStream.range(0, 300).mapToObj(i -> pod("filebeat-%03d", i)).toList();
    var pods = FilebeatPods.of(filebeats, List.of(pod("consumer-%d", 7), pod("consumer-%d", 250)));
    var asked = new HashSet<String>();

    for (int round = 0; round < 17; round++) {
      var now = pods.inRound(round).stream().map(FilebeatPods.FilebeatPod::name).toList();
      assertThat(now)
          .startsWith("filebeat-007", "filebeat-250")
          .hasSize(20)
          .doesNotHaveDuplicates();
      asked.addAll(now);
    }
    assertThat(asked).as("all after 17 rounds").hasSize(300);
  }

  @Test
  void thoseBesideConsumersInTurnWhereTheyAreTooMany() {
    var filebeats = IntStream.range(0, 30).mapToObj(i -> pod("filebeat-%03d", i)).toList();
    var pods = FilebeatPods.of(filebeats, filebeats);

    assertThat(pods.inRound(0))
        .hasSize(20)
        .doesNotContainAnyElementsOf(pods.inRound(1).subList(0, 10));
  }

  @Test
  void withoutAnAddressNobodyIsAsked() {
    var starting = new PodBuilder(pod("filebeat-%d", 1)).editStatus().withPodIP(null).endStatus();

    assertThat(FilebeatPods.of(List.of(starting.build()), List.of()).inRound(0)).isEmpty();
  }

  private static Pod pod(String name, int node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name.formatted(node))
        .endMetadata()
        .withNewStatus()
        .withPodIP("10.0.0." + node)
        .withHostIP("192.168.0." + node)
        .endStatus()
        .build();
  }
}
