package io.cdcpipeline.local.elasticsearch;

import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.Endpoint;
import java.nio.file.Path;

/** The node's {@code elasticsearch.yml}. */
record NodeSettings(Path directory, Endpoint http, Endpoint transport, Certificates certificates) {

  String yaml() {
    return """
    cluster.name: cdc
    node.name: cdc-0
    discovery.type: single-node
    path.data: %s
    path.logs: %s
    network.host: %s
    http.port: %d
    transport.host: %s
    transport.port: %d
    http.type: security4
    transport.type: security4
    cluster.routing.allocation.disk.threshold_enabled: false
    action.auto_create_index: true
    xpack.security.enabled: true
    xpack.security.http.ssl.enabled: true
    xpack.security.http.ssl.certificate: %s
    xpack.security.http.ssl.key: %s
    xpack.security.transport.ssl.enabled: false
    xpack.security.autoconfiguration.enabled: false
    xpack.security.authc.token.enabled: false
    xpack.security.authc.api_key.enabled: false
    xpack.security.authc.realms.file.file1.order: 0
    """
        .formatted(
            directory.resolve("data"),
            directory.resolve("logs"),
            http.host(),
            http.port(),
            transport.host(),
            transport.port(),
            certificates.chain(Elasticsearch.HTTP),
            certificates.key(Elasticsearch.HTTP));
  }
}
