package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where TiCDC sends changes. The password is kept apart: neither {@link #toString} nor a comparison
 * with what TiCDC reports sees it.
 */
public record SinkUri(
    String brokers, String topic, Map<String, String> parameters, String password) {
  /** Kafka's name for the client, in which we keep the changefeed's owner. */
  static final String OWNER = "kafka-client-id";

  private static final Pattern AMPERSAND = Pattern.compile("&");
  private static final String PASSWORD = "sasl-password";

  public SinkUri {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** Canal-JSON with commit timestamps and watermarks, to a topic that already exists. */
  public static SinkUri canalJson(String brokers, String topic) {
    return new SinkUri(
        brokers,
        topic,
        Map.of(
            "protocol", "canal-json",
            "enable-tidb-extension", "true",
            "auto-create-topic", "false"),
        "");
  }

  public SinkUri with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(name, String.valueOf(value));
    return new SinkUri(brokers, topic, more, password);
  }

  public SinkUri sasl(KafkaEndpoint.Login login) {
    SinkUri named = with("sasl-mechanism", login.mechanism()).with("sasl-user", login.username());
    return new SinkUri(brokers, topic, named.parameters, login.password());
  }

  /** TLS with the certificate authorities that TiCDC's image trusts. */
  public SinkUri tls() {
    return with("enable-tls", true);
  }

  /** TLS with files in the TiCDC container; TiCDC rejects a CA without a client certificate. */
  public SinkUri tls(String ca, String certificate, String key) {
    return tls().with("ca", ca).with("cert", certificate).with("key", key);
  }

  /** The whole URI including the password, to be sent to TiCDC only. */
  String text() {
    return render(password.isEmpty() ? "" : "&" + PASSWORD + "=" + encoded(password));
  }

  /** With the password masked, as TiCDC reports it. */
  @Override
  public String toString() {
    return render(password.isEmpty() ? "" : "&" + PASSWORD + "=" + SecretMasker.MASK);
  }

  /** Parses what TiCDC reports: masked, re-encoded and sorted. */
  static SinkUri parse(String text) {
    int query = text.indexOf('?');
    String address = query < 0 ? text : text.substring(0, query);
    String authority = address.substring(address.indexOf("://") + 3);
    int path = authority.indexOf('/');
    String hosts = path < 0 ? authority : authority.substring(0, path);
    Map<String, String> parameters = new TreeMap<>();
    if (query >= 0) {
      AMPERSAND.splitAsStream(text.substring(query + 1)).forEach(p -> put(parameters, p));
    }
    parameters.remove(PASSWORD);
    return new SinkUri(
        hosts.substring(hosts.indexOf('@') + 1),
        path < 0 ? "" : authority.substring(path + 1),
        parameters,
        "");
  }

  private static void put(Map<String, String> parameters, String pair) {
    int equals = pair.indexOf('=');
    if (equals > 0) {
      parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
    }
  }

  private String render(String secret) {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + encoded(p.getValue()))
        .collect(Collectors.joining("&", "kafka://" + brokers + "/" + topic + "?", secret));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
