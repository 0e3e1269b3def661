package io.cdcpipeline.cli.connect;

import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/** Why a connection through a forward did not come to its pod, in words for a person. */
final class ForwardFailure {
  private static final Pattern NAMESPACE = Pattern.compile("/namespaces/([^/]+)/");

  private ForwardFailure() {}

  static String text(Throwable failure) {
    var cause = failure;
    while (!(cause instanceof WebSocketHandshakeException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof WebSocketHandshakeException refusal) {
      return refused(refusal.getResponse());
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage().strip();
  }

  /** The client asks with GET; newer API servers want both verbs of whoever opens a websocket. */
  private static String refused(WebSocketUpgradeResponse response) {
    if (response.code() != HttpURLConnection.HTTP_FORBIDDEN) {
      return "the API server refuses the forward with HTTP status " + response.code();
    }
    var namespace = NAMESPACE.matcher(response.request().uri().getPath());
    return "the API server refuses the forward. Ask for the right to get and create"
        + " pods/portforward in namespace %s; docs/cli.md lists those of each command."
            .formatted(namespace.find() ? namespace.group(1) : "of the pipeline");
  }
}
