package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.PlainText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;

/** Says in words for a person why the API server did not do what was asked. */
public final class ClusterErrors {
  private static final int UNPROCESSABLE = 422;

  /** Of Kubernetes' authorization, apiserver/pkg/endpoints/handlers/responsewriters/errors.go. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\"(?: in the namespace"
              + " \"([^\"]+)\")?");

  private ClusterErrors() {}

  /**
   * The failure behind an exception of the client.
   *
   * @param server the URL that was asked
   */
  static CliException explain(KubernetesClientException e, String server) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          CliException.unavailable(
              server + " does not accept your login",
              "Log in again, or choose another user with --context.");
      case HttpURLConnection.HTTP_FORBIDDEN ->
          GrantRefusal.of(message(e))
              .orElseGet(() -> CliException.unavailable(message(e), missing(message(e))));
      case HttpURLConnection.HTTP_NOT_FOUND ->
          isKindMissing(e)
              ? CliException.unavailable(
                  server + " knows no CdcPipeline",
                  "Install the chart cdc-pipeline-operator, or choose another cluster with"
                      + " --context.")
              : CliException.unavailable(message(e), "");
      case 0, -1 ->
          CliException.unavailable(
              "cannot reach " + server + ": " + cause(e),
              "Check that the cluster runs, or choose another with --context.");
      case UNPROCESSABLE -> CliException.unavailable("refused: " + message(e), "");
      default -> CliException.unavailable(server + " answers: " + message(e), "");
    };
  }

  /** The API server's own words. */
  public static String message(KubernetesClientException e) {
    var status = e.getStatus();
    return status == null || status.getMessage() == null
        ? e.getMessage()
        : PlainText.refusal(status.getMessage());
  }

  /** What to ask for, as `kubectl auth can-i` would be asked. */
  private static String missing(String message) {
    var words = FORBIDDEN.matcher(message);
    if (!words.find()) {
      return "Ask for this right; docs/cli.md lists those of each command.";
    }
    var group = words.group(3).isEmpty() ? "" : "." + words.group(3);
    var parts = words.group(2).split("/", 2);
    return "Ask for the right to %s %s%s%s %s; docs/cli.md lists those of each command."
        .formatted(
            words.group(1),
            parts[0],
            group,
            parts.length == 1 ? "" : "/" + parts[1],
            words.group(4) == null ? "in the cluster" : "in namespace " + words.group(4));
  }

  public static boolean isForbidden(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  private static boolean isKindMissing(KubernetesClientException e) {
    return message(e).contains("could not find the requested resource")
        || message(e).contains("404 page not found");
  }

  /** The JDK's client says nothing of the two most common ones. */
  private static String cause(Throwable e) {
    boolean unconnected = false;
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
      unconnected |= deepest instanceof ConnectException;
    }
    if (deepest.getMessage() != null) {
      return deepest.getMessage();
    }
    if (deepest instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    return unconnected ? "connection refused" : deepest.getClass().getSimpleName();
  }
}
