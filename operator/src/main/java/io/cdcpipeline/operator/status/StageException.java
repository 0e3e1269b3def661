package io.cdcpipeline.operator.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * A stage cannot proceed, most often because a remote system failed: the reason and the message
 * become its condition. The message is meant for people and holds no secret.
 */
public final class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public StageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A call to the Kubernetes API that was refused or failed, in the API server's words. */
  public static StageException of(KubernetesClientException e) {
    var reason =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? Reason.Forbidden : Reason.ApiError;
    var status = e.getStatus();
    return new StageException(
        reason,
        status != null && status.getMessage() != null ? status.getMessage() : e.getMessage());
  }

  /** A bug of ours: whoever catches it also logs it. */
  public static StageException unexpected(Throwable e) {
    return new StageException(
        Reason.InternalError, e.getClass().getSimpleName() + ": see the operator's log");
  }

  public Reason reason() {
    return reason;
  }
}
