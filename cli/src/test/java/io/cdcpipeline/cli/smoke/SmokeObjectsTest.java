package io.cdcpipeline.cli.smoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SmokeObjectsTest {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  @Test
  void lookLikeTheGoldenFile() throws IOException {
    var text =
        objects(
                """
                database: {existing: {host: db, credentialsSecret: db-login, tls: {caSecret: db-ca}}}
                kafka: {existing: {bootstrapServers: "k:9092", credentialsSecret: kafka-login}}
                search: {existing: {url: "https://es", caSecret: es-ca}}
                """)
            .stream()
            .map(SmokeObjectsTest::sorted)
            .collect(Collectors.joining());
    Golden.assertSame("smoke-objects.yaml", text);
  }

  private static String sorted(GenericKubernetesResource object) {
    try {
      return YAML.writeValueAsString(YAML.convertValue(object, Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<GenericKubernetesResource> objects(String spec) throws IOException {
    var pipeline = new GenericKubernetesResource();
    pipeline.setMetadata(new ObjectMetaBuilder().withName("shop").withNamespace("team").build());
    pipeline.setAdditionalProperty("spec", YAML.readValue(spec, Object.class));
    var options = new SmokeOptions();
    options.hopTimeout = Duration.ofMinutes(2);
    options.timeout = Duration.ofMinutes(10);
    var operator =
        new OperatorDeployment(
            Serialization.unmarshal(TestCluster.resource("operator.yaml"), Deployment.class));
    return new SmokeObjects(
            SmokeTarget.of(pipeline), operator, options, "http://prometheus.observability.svc:9090")
        .all();
  }
}
