package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** docs/tidb-certificates.yaml asks cert-manager for what the operator looks for. */
class CertManagerCertificatesTest {
  private final Map<String, JsonNode> issued = new TreeMap<>();

  @Test
  void everySecretIsIssuedWithItsNamesAndUses() throws IOException {
    read();
    for (var wanted : TidbCertificate.of(new ResourceNames("shop", "shop"))) {
      var certificate = issued.remove(wanted.secret());

      assertThat(certificate).as(wanted.secret()).isNotNull();
      assertThat(certificate.path("dnsNames"))
          .extracting(JsonNode::asText)
          .containsAll(wanted.hosts());
      assertThat(certificate.path("usages"))
          .extracting(JsonNode::asText)
          .contains("client auth")
          .satisfies(uses -> assertThat(uses.contains("server auth")).isEqualTo(wanted.isServer()));
      assertThat(certificate.at("/issuerRef/name").asText()).isEqualTo("shop-tidb-ca");
    }
    assertThat(issued).containsOnlyKeys("shop-tidb-ca");
    assertThat(issued.get("shop-tidb-ca").path("isCA").asBoolean()).isTrue();
  }

  private void read() throws IOException {
    var manifest = Golden.root().resolve("docs/tidb-certificates.yaml");
    for (var document : Files.readString(manifest).split("(?m)^---$", -1)) {
      var object = Json.YAML.readTree(document);
      if (object.path("kind").asText().equals("Certificate")) {
        assertThat(object.at("/metadata/namespace").asText()).isEqualTo("shop");
        issued.put(object.at("/spec/secretName").asText(), object.get("spec"));
      }
    }
  }
}
