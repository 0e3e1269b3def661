package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.PlainText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Says in words for a person why the API server did not do what was asked. */
public final class ClusterErrors {
  private static final int UNPROCESSABLE = 422;

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
          CliException.unavailable(
              message(e), "Ask for this right; docs/cli.md lists those of each command.");
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

  public static boolean isForbidden(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  private static boolean isKindMissing(KubernetesClientException e) {
    return message(e).contains("could not find the requested resource")
        || message(e).contains("404 page not found");
  }

  private static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
