package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What pods say about themselves over plain HTTP, and are told: nothing that needs a login. */
public final class PodHttp {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);
  private final HttpClient http = PinnedRequests.client("http:", Optional.empty());

  /**
   * A path of a pod.
   *
   * @param address the pod's, IPv4 or IPv6
   */
  public static URI uri(String address, int port, String path) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create("http://%s:%d%s".formatted(host, port, path));
  }

  /**
   * The answer, whatever its code.
   *
   * @throws StageException when there is none in time
   */
  public HttpResponse<String> get(URI uri, int maxBytes) {
    return send("GET", uri, maxBytes);
  }

  /**
   * The answer to a request without a body, whatever its code.
   *
   * @throws StageException when there is none in time
   */
  public HttpResponse<String> post(URI uri) {
    return send("POST", uri, BoundedHttp.SMALL_BYTES);
  }

  private HttpResponse<String> send(String method, URI uri, int maxBytes) {
    try {
      var request =
          PinnedRequests.to(uri, ConnectionGuard.OPEN)
              .timeout(RESPONSE_TIMEOUT)
              .method(method, HttpRequest.BodyPublishers.noBody());
      return BoundedHttp.send(http, request.build(), RESPONSE_TIMEOUT, maxBytes);
    } catch (IOException e) {
      throw noAnswer(uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(Reason.Unreachable, "interrupted: " + uri);
    }
  }

  /** For one that is no answer either, as it cannot be read. */
  public static StageException noAnswer(URI uri, IOException e) {
    return new StageException(Reason.Unreachable, uri + " does not answer: " + e.getMessage());
  }
}
