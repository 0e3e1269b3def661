package io.cdcpipeline.operator.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.cdcpipeline.operator.image.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;

/**
 * The external metrics API with one metric, in place of prometheus-adapter: kube-apiserver passes
 * requests on to it, as an APIService says.
 */
public final class ExternalMetrics implements AutoCloseable {
  private static final String GROUP = "/apis/external.metrics.k8s.io/v1beta1";

  private static final String NAME = "v1beta1.external.metrics.k8s.io";

  private final RealApi api;
  private final HttpsServer server;
  private final String metric;
  private volatile long value;
  private volatile String asked = "";

  /** Serves it and registers it with the API server. */
  public ExternalMetrics(RealApi api, Path folder, String metric)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.api = api;
    this.metric = metric;
    server = new Certificate(folder, "dns:localhost").server();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var namespace = api.namespace();
    var manifest =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: metrics, namespace: %1$s}
        spec: {type: ExternalName, externalName: localhost, ports: [{port: %2$d}]}
        ---
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: %3$s}
        spec:
          service: {name: metrics, namespace: %1$s, port: %2$d}
          group: external.metrics.k8s.io
          version: v1beta1
          insecureSkipTLSVerify: true
          groupPriorityMinimum: 100
          versionPriority: 100
        """
            .formatted(namespace, server.getAddress().getPort(), NAME);
    api.kubectl(
        "apply",
        "-f",
        java.nio.file.Files.writeString(folder.resolve("m.yaml"), manifest).toString());
    api.kubectl("wait", "--for=condition=Available", "apiservice/" + NAME);
  }

  /** From now on. */
  public void set(long now) {
    value = now;
  }

  /** The last request for a value. */
  public String asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI().toString();
    var text =
        uri.startsWith(GROUP + "/namespaces/")
            ? value(uri)
            : """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"external.metrics.k8s.io/v1beta1","resources":[
              {"name":"%s","singularName":"","namespaced":true,"kind":"ExternalMetricValueList","verbs":["get"]}]}
            """
                .formatted(metric);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String value(String uri) {
    asked = uri;
    return """
    {"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[
      {"metricName":"%s","metricLabels":{},"timestamp":"%s","value":"%d"}]}
    """
        .formatted(metric, Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS), value);
  }

  /** An API that is registered and does not answer keeps every namespace from being deleted. */
  @Override
  public void close() {
    api.kubectl("delete", "apiservice", NAME, "--timeout=30s");
    server.stop(0);
  }
}
